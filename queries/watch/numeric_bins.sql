-- Puts numbers into bins: tenths of the reference, where a value that fills a tenth alone has a bin of its own. Input: seen.
-- bin: the number of borders a value is beyond. low and high: its bounds, equal for a single value, null where it is open.

create or replace temp table border as
with tenth as (
    select unnest(quantile_cont(value, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])) as value from seen where not is_current
),
distinct_tenth as (
    select value, count(*) > 1 as fills from tenth where value is not null group by value
)
select value, false as at_value from distinct_tenth
union all
select value, true from distinct_tenth where fills;

create or replace temp table bin as
with step as (
    select value, (row_number() over (order by value, not at_value))::integer as bin from border
)
select bin, value as low, lead(value) over (order by bin) as high from step
union all
select 0, null, (select min(value) from border);

create or replace temp table binned as
with place as (
    select distinct value, (
        select count(*) from border where seen.value > border.value or (border.at_value and seen.value = border.value)
    ) as bin
    from seen
    where value is not null
)
select seen_row, shopper, is_current, coalesce(place.bin, -1)::varchar as bin
from seen left join place using (value);
