-- Which columns are watched, by number, and tables to be filled for each of them. seen: what shoppers said how often (n), in
-- which part and window; value is text, of numbers too, null where there is none. value_bin: which bins a value is in;
-- bin: the bounds of bins of numbers.

create or replace temp table watching as
select nth::utinyint as nth, $watched[nth] as watched, $kinds[nth] as kind from range(1, len($watched) + 1) as numbers(nth);

create or replace temp table seen (
    nth utinyint, part varchar, value varchar, shopper ubigint, is_current boolean, n uinteger
);
create or replace temp table value_bin (nth utinyint, value varchar, bin varchar);
create or replace temp table bin (nth utinyint, bin varchar, low double, high double);
