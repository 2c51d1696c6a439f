-- The mean of each group with its interval, and how it differs from the rest. Inputs: grouped, shopper_total, cell, and
-- gate (cell_no, state): only groups whose state is 'shown' are figured out, and only they are tested.
--
-- The unit is the shopper. Intervals of means: Poisson bootstrap, every shopper weighted by a number drawn from the hash
-- of their name in each of $resamples replicates; of rates (all values 0 or 1): Wilson's, with as many observations as the
-- clustering leaves (Kish's design effect). Tests: Student's t on the difference from the rest with the variance that the
-- same bootstrap has in the limit (linearised, clustered by shopper), but no less than if observations were independent
-- and both sides spread alike, or else a rate of nothing would seem to be certain; degrees of freedom of the smaller side.
-- q: Benjamini and Hochberg over all groups tested. least_detectable: what a test at $level finds with $power.
-- Sources: Chamandy et al., Estimating uncertainty for massive data streams, 2012; Wilson, JASA 1927; Kish, Survey
-- Sampling, 1965; Cameron and Miller, A practitioner's guide to cluster-robust inference, JHR 2015; Benjamini and
-- Hochberg, JRSS B 1995.

with shopper as (
    select shopper, sum(observations) as observations, sum(total) as total from shopper_total group by shopper
),
overall as (
    select
        sum(observations) as observations, sum(total) as total, sum(total * total) as tt,
        sum(total * observations) as tn, sum(observations * observations) as nn, count(*) as shoppers
    from shopper
),
of_cell as (
    select
        cell_no, cell.segment, cell.other, cell.contexts, cell.shoppers, state, sum(observations) as observations,
        sum(total) as total, sum(squares) as squares
    from cell join gate using (cell_no) join shopper_total using (segment, other)
    group by all
),
side as (
    select
        of_cell.*, of_cell.total / of_cell.observations as mean,
        overall.observations - of_cell.observations as rest_observations,
        (overall.total - of_cell.total) / nullif(overall.observations - of_cell.observations, 0) as rest_mean
    from of_cell cross join overall
),
-- Each shopper's pull on the mean of the group, and on its difference from the rest.
pull as (
    select
        side.cell_no, part.total - part.observations * side.mean as own,
        shopper.total - shopper.observations * side.rest_mean as whole,
        part.total - part.observations * side.rest_mean as moved,
        shopper.observations > part.observations as in_both
    from side
    join shopper_total as part using (segment, other)
    join shopper using (shopper)
    where state = 'shown'
),
spread as (
    select
        cell_no, sum(own * own) as own, sum(pow(own / observations - (whole - moved) / rest_observations, 2)) as both_sides,
        sum(whole * whole) as whole, sum(in_both::integer) as in_both
    from pull join side using (cell_no)
    group by cell_no
),
variance as (
    select
        cell_no,
        own / pow(side.observations, 2) * side.shoppers / (side.shoppers - 1) as of_mean,
        (both_sides + (tt - 2 * rest_mean * tn + rest_mean * rest_mean * nn - whole) / pow(rest_observations, 2))
            * overall.shoppers / (overall.shoppers - 1) as of_difference,
        least(side.shoppers, overall.shoppers - side.shoppers + in_both) - 1 as df
    from side join spread using (cell_no) cross join overall
),
resampled as (
    select cell_no, observations, total, hash(shopper, $seed::bigint) as name
    from gate join cell using (cell_no) join shopper_total using (segment, other)
    where state = 'shown' and not $is_rate
),
-- One hash holds the weights of four replicates.
drawn as (
    select cell_no, block, observations, total, hash(xor(name, hash(block))) as bits
    from resampled cross join range($resamples // 4) as blocks(block)
),
weighted as (
    select
        *, poisson_weight((bits & 65535)::usmallint) as w1, poisson_weight(((bits >> 16) & 65535)::usmallint) as w2,
        poisson_weight(((bits >> 32) & 65535)::usmallint) as w3, poisson_weight((bits >> 48)::usmallint) as w4
    from drawn
),
block_mean as (
    select
        cell_no, block,
        [
            sum(w1 * total) / nullif(sum(w1 * observations), 0), sum(w2 * total) / nullif(sum(w2 * observations), 0),
            sum(w3 * total) / nullif(sum(w3 * observations), 0), sum(w4 * total) / nullif(sum(w4 * observations), 0)
        ] as means
    from weighted
    group by cell_no, block
),
replicate_mean as (
    select cell_no, unnest(means) as mean from block_mean
),
bootstrapped as (
    select cell_no, quantile_cont(mean, 0.025) as low, quantile_cont(mean, 0.975) as high
    from replicate_mean
    group by cell_no
),
effective as (
    -- How many independent observations of a rate the shoppers' observations are worth.
    select
        cell_no, mean,
        if(mean in (0, 1), shoppers, observations / greatest(1, of_mean * observations / (mean * (1 - mean)))) as n
    from side join variance using (cell_no)
),
wilson as (
    select
        cell_no, (mean + 3.8415 / (2 * n)) / (1 + 3.8415 / n) as centre,
        1.95996 * sqrt(mean * (1 - mean) / n + 3.8415 / (4 * n * n)) / (1 + 3.8415 / n) as half
    from effective
),
pooled as (
    select
        cell_no, mean - rest_mean as difference, 1 / observations + 1 / rest_observations as parts,
        sqrt(greatest(0, all_squares - observations * mean * mean - rest_observations * rest_mean * rest_mean)
            / (observations + rest_observations - 2)) as deviation
    from side cross join (select sum(squares) as all_squares from shopper_total)
    where rest_observations > 0
),
judged as (
    select
        cell_no, difference, deviation, df, sqrt(greatest(of_difference, deviation * deviation * parts)) as error
    from pooled join variance using (cell_no)
    where df > 0
),
tested as (
    select *, if(error > 0, two_sided(difference / error, df), 1.0) as p from judged
),
ranked as (
    select *, p * count(*) over () / row_number() over (order by p, cell_no) as step from tested
),
corrected as (
    select
        *, least(1, min(step) over (order by p desc, cell_no desc rows between unbounded preceding and current row)) as q
    from ranked
)
select
    segment, other, state, if(state = 'hidden', null, contexts) as contexts,
    if(state = 'hidden', null, shoppers) as shoppers, if(state = 'shown', mean, null) as mean,
    case when state <> 'shown' then null when $is_rate then centre - half else low end as low,
    case when state <> 'shown' then null when $is_rate then centre + half else high end as high,
    if(state = 'shown', rest_mean, null) as rest_mean, difference, difference / nullif(deviation, 0) as effect,
    p, q, coalesce(q <= $level, false) as significant, error * $detectable_errors as least_detectable
from side
left join corrected using (cell_no)
left join bootstrapped using (cell_no)
left join wilson using (cell_no)
order by segment, other;
