-- The resistance by direction and segment: how many edits the median item needs, weighted by how many contexts of the log
-- each stands for. An item that none were found for needs more than $most: it counts as one more than that, so a median of
-- $most + 1 says "more than $most".
--
-- The median's interval: Poisson bootstrap, every context weighted by a number drawn from the hash of its id in each of
-- $resamples replicates (Chamandy et al. 2012). Shares: Wilson's interval, with as many observations as the weights leave
-- (Kish: (Σ w)² / Σ w²).
-- Inputs: attacked (attacks/attacked.sql), hidden (direction, segment): what may not be shown.

with item as (
    select direction, segment, context_id, shopper, weight, scored, coalesce(edits, $most + 1) as needed
    from attacked
    where because is null and (direction, segment) not in (select (direction, segment) from hidden)
),
weighted as (
    select direction, segment, -1 as replicate, needed, sum(weight) as mass from item group by direction, segment, needed
    union all
    select
        direction, segment, replicate, needed,
        sum(weight * poisson_weight((hash(context_id, replicate) & 65535)::usmallint)) as mass
    from item cross join range($resamples) as replicates(replicate)
    group by direction, segment, replicate, needed
),
cumulated as (
    select
        direction, segment, replicate, needed, sum(mass) over up_to as mass_up_to,
        sum(mass) over (partition by direction, segment, replicate) as mass_of_all
    from weighted
    window up_to as (partition by direction, segment, replicate order by needed)
),
of_replicate as (
    select direction, segment, replicate, min(needed) as median
    from cumulated
    where mass_of_all > 0 and mass_up_to >= 0.5 * mass_of_all * (1 - 1e-9)
    group by direction, segment, replicate
),
median as (
    select
        direction, segment, max(median) filter (replicate = -1) as median,
        quantile_disc(median, 0.025) filter (replicate >= 0) as low,
        quantile_disc(median, 0.975) filter (replicate >= 0) as high
    from of_replicate
    group by direction, segment
),
share as (
    select
        direction, segment, sum(weight * (needed = 1)::integer) / sum(weight) as one_edit,
        sum(weight * (needed = 2 and needed <= $most)::integer) / sum(weight) as two_edits,
        sum(weight * (needed > $most)::integer) / sum(weight) as not_found, pow(sum(weight), 2) / sum(weight * weight) as n,
        count(*) as items, count(distinct context_id) as contexts, count(distinct shopper) as shoppers,
        avg(scored) as scored
    from item
    group by direction, segment
),
wilson as (
    select
        direction, segment, (one_edit + 3.8415 / (2 * n)) / (1 + 3.8415 / n) as centre,
        1.95996 * sqrt(one_edit * (1 - one_edit) / n + 3.8415 / (4 * n * n)) / (1 + 3.8415 / n) as half
    from share
)
select
    direction, segment, median, low, high, one_edit, greatest(0, centre - half) as one_edit_low,
    least(1, centre + half) as one_edit_high, two_edits, not_found, items, contexts, shoppers, scored
from median join share using (direction, segment) join wilson using (direction, segment)
order by direction, segment;
