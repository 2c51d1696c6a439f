-- How often each bin occurs on each side, and how sure that is, for every column and part. Inputs: seen, value_bin. Columns
-- that nobody gave a value to are left out.
-- The unit is the shopper: variance is that of a share whose observations come in clusters (linearised), so a few shoppers
-- with many observations are not taken for many. share: with half an observation added to every bin, so that none is 0.

create or replace temp table numbered_bin as
select nth, bin, (row_number() over ())::integer as bin_no
from (select distinct nth, bin from value_bin)
where nth in (select nth from seen where value is not null);

create or replace temp table bin_share as
with value_bin_no as (
    select nth, value, bin_no from value_bin join numbered_bin using (nth, bin)
),
of_shopper as (
    select seen.nth, bin_no, part, is_current, shopper, sum(n)::double as n
    from seen
    join value_bin_no on value_bin_no.nth = seen.nth and value_bin_no.value is not distinct from seen.value
    group by all
),
whole as (
    select nth, part, is_current, shopper, sum(n) as n from of_shopper group by all
),
side as (
    select nth, part, is_current, sum(n) as n, sum(n * n) as nn, count(*) as shoppers from whole group by all
),
found as (
    select
        nth, part, is_current, bin_no, count(*) as shoppers, sum(of_shopper.n) as n,
        sum(of_shopper.n * of_shopper.n) as tt, sum(of_shopper.n * whole.n) as tn
    from of_shopper join whole using (nth, part, is_current, shopper)
    group by all
),
-- Every bin on both sides.
place as (
    select nth, part, bin_no, side.is_current, side.n as of, side.nn, side.shoppers as of_shoppers
    from (select distinct nth, part, bin_no from found) as bins join side using (nth, part)
),
counted as (
    select
        place.*, coalesce(found.n, 0) as n, coalesce(found.shoppers, 0) as shoppers, coalesce(tt, 0) as tt,
        coalesce(tn, 0) as tn, count(*) over (partition by nth, part, is_current) as bins
    from place left join found using (nth, part, is_current, bin_no)
)
select
    nth, part, bin, is_current, n, of, shoppers, of_shoppers, bins, n / of as plain_share,
    (n + 0.5) / (of + 0.5 * bins) as share,
    (tt - 2 * n / of * tn + n / of * n / of * nn) / (of * of) * of_shoppers / greatest(of_shoppers - 1, 1) as variance
from counted join numbered_bin using (nth, bin_no);
