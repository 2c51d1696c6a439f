-- What no row of any source may hold. $now: the moment of the import, UTC; clocks may run one day ahead of it.
-- An absent price or time passes; a table that cannot do without says so itself (cleaning/rows.sql).

set variable latest_moment = $now::timestamp + interval 1 day;

-- Only what starts with a blank can be blank: ids that start with a letter or digit are told by statistics alone.
create temp macro is_empty(id) as id is null or (id < '!' and trim(id) = '');
create temp macro is_impossible_price(price) as not (price > 0 and price < 1e9);
create temp macro possible_price(price) as if(is_impossible_price(price), null, price);
create temp macro is_impossible_time(ts) as ts < timestamp '1995-01-01' or ts > getvariable('latest_moment');
