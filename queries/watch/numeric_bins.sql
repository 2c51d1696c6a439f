-- Puts numbers into bins: tenths of the reference, where a value that fills a tenth alone has a bin of its own. Inputs: seen, watching.
-- The border of a tenth is the smallest value that so many of the reference are not above. bin: the number of borders a
-- value is beyond. low and high: its bounds, equal for a single value, null where it is open.

create or replace temp table border as
with counted as (
    select nth, value::double as value, sum(n) as n
    from seen
    where nth in (select nth from watching where kind = 'numeric') and value is not null and not is_current
    group by all
),
running as (
    select
        nth, value, sum(n) over (partition by nth order by value) as upto, sum(n) over (partition by nth) as every
    from counted
),
tenth as (
    select nth, min(value) as value
    from running cross join range(1, 10) as tenths(tenth)
    where 10 * upto >= tenth * every
    group by nth, tenth
),
distinct_tenth as (
    select nth, value, count(*) > 1 as fills from tenth group by all
)
select nth, value, false as at_value from distinct_tenth
union all
select nth, value, true from distinct_tenth where fills;

insert into bin
with step as (
    select nth, value, row_number() over (partition by nth order by value, not at_value) as bin from border
)
select nth, bin::varchar as bin, value as low, lead(value) over (partition by nth order by bin) as high from step
union all
select nth, '0', null, min(value) from border group by nth
union all
select distinct nth, '-1', null, null from border;

insert into value_bin
with said as (
    select distinct nth, value from seen where nth in (select nth from watching where kind = 'numeric')
),
beyond as (
    select said.nth, said.value, count(border.value) as bin
    from said
    left join border on border.nth = said.nth
        and (said.value::double > border.value or (border.at_value and said.value::double = border.value))
    group by all
)
select nth, value, if(value is null, '-1', bin::varchar) from beyond;
