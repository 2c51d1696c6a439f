-- How often each bin occurs on each side, and how sure that is. Input: parted.
-- The unit is the shopper: variance is that of a share whose observations come in clusters (linearised), so a few shoppers
-- with many observations are not taken for many. share: with half an observation added to every bin, so that none is 0.

create or replace temp table bin_share as
with of_shopper as (
    select part, is_current, bin, shopper, count(*)::double as n from parted group by all
),
whole as (
    select part, is_current, shopper, sum(n) as n from of_shopper group by all
),
side as (
    select part, is_current, sum(n) as n, sum(n * n) as nn, count(*) as shoppers from whole group by all
),
found as (
    select
        part, is_current, bin, count(*) as shoppers, sum(of_shopper.n) as n, sum(of_shopper.n * of_shopper.n) as tt,
        sum(of_shopper.n * whole.n) as tn
    from of_shopper join whole using (part, is_current, shopper)
    group by all
),
-- Every bin on both sides.
place as (
    select part, bin, side.is_current, side.n as of, side.nn, side.shoppers as of_shoppers
    from (select distinct part, bin from found) as bins join side using (part)
),
counted as (
    select
        place.*, coalesce(found.n, 0) as n, coalesce(found.shoppers, 0) as shoppers, coalesce(tt, 0) as tt,
        coalesce(tn, 0) as tn, count(*) over (partition by part, is_current) as bins
    from place left join found using (part, is_current, bin)
)
select
    part, bin, is_current, n, of, shoppers, of_shoppers, bins, n / of as plain_share, (n + 0.5) / (of + 0.5 * bins) as share,
    (tt - 2 * n / of * tn + n / of * n / of * nn) / (of * of) * of_shoppers / greatest(of_shoppers - 1, 1) as variance
from counted;
