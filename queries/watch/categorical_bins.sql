-- Puts names into bins: the most frequent ones of a column each their own, the others together. Inputs: seen, watching. '' is no
-- name at all.
insert into value_bin
with counted as (
    select nth, value, row_number() over (partition by nth order by value is null, sum(n) desc, value) as place
    from seen
    where nth in (select nth from watching where kind = 'categorical')
    group by nth, value
)
select nth, value, case when value is null then '' when place <= $most then value else $others end from counted;
