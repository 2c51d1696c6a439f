-- Whether b differs from a, in each group. Inputs: grouped (value is b − a), shopper_total, cell, gate.
--
-- The unit is the shopper. p: sign flips; were a and b alike, each shopper's differences could as well have the opposite
-- sign, so their sum is compared with its $flips values under signs drawn from the hash of the shopper's name, one for all
-- contexts of a shopper. low, high: Poisson bootstrap by shopper as in figures.sql. effect: the mean difference over the
-- standard deviation of differences. q: Benjamini and Hochberg over all groups tested that have the same `other`.
-- Source: Smucker, Allan and Carterette, A comparison of statistical significance tests for information retrieval
-- evaluation, CIKM 2007.

with value_by_cell as (
    select
        segment, other, avg(value_a) as mean_a, avg(value_b) as mean_b, count(*) filter (value > 0) as wins,
        count(*) filter (value < 0) as losses, count(*) filter (value = 0) as ties, stddev_samp(value) as deviation
    from grouped
    group by segment, other
),
of_cell as (
    select cell_no, sum(total) as total, sum(observations) as observations, count(*) as shoppers
    from cell join shopper_total using (segment, other)
    group by cell_no
),
error as (
    select
        cell_no, sqrt(sum(pow(part.total - part.observations * of_cell.total / of_cell.observations, 2))
            * any_value(of_cell.shoppers) / (any_value(of_cell.shoppers) - 1)) / any_value(of_cell.observations) as error
    from cell join shopper_total as part using (segment, other) join of_cell using (cell_no)
    where of_cell.shoppers > 1
    group by cell_no
),
named as (
    select cell_no, observations, shopper_total.total, hash(shopper, $seed::bigint) as name
    from gate join cell using (cell_no) join shopper_total using (segment, other)
    where state = 'shown'
),
-- One hash holds the signs of 16 flips, or the weights of four replicates.
flipped as (
    select cell_no, block, total, hash(xor(name, hash(block + 1000000))) as bits
    from named cross join range(($flips + 15) // 16) as blocks(block)
),
sixteen as (
    select
        cell_no, block,
        [
            sum(if(bits & 1 = 0, total, -total)), sum(if(bits & 2 = 0, total, -total)),
            sum(if(bits & 4 = 0, total, -total)), sum(if(bits & 8 = 0, total, -total)),
            sum(if(bits & 16 = 0, total, -total)), sum(if(bits & 32 = 0, total, -total)),
            sum(if(bits & 64 = 0, total, -total)), sum(if(bits & 128 = 0, total, -total)),
            sum(if(bits & 256 = 0, total, -total)), sum(if(bits & 512 = 0, total, -total)),
            sum(if(bits & 1024 = 0, total, -total)), sum(if(bits & 2048 = 0, total, -total)),
            sum(if(bits & 4096 = 0, total, -total)), sum(if(bits & 8192 = 0, total, -total)),
            sum(if(bits & 16384 = 0, total, -total)), sum(if(bits & 32768 = 0, total, -total))
        ] as sums
    from flipped
    group by cell_no, block
),
flip as (
    select cell_no, unnest(sums) as flipped_total, unnest(range(block * 16, block * 16 + 16)) as flip from sixteen
),
tested as (
    select
        cell_no,
        (1 + count(*) filter (abs(flipped_total) >= abs(of_cell.total) - 1e-9)) / (1 + count(*)) as p
    from flip join of_cell using (cell_no)
    where flip < $flips
    group by cell_no
),
drawn as (
    select cell_no, block, observations, total, hash(xor(name, hash(block))) as bits
    from named cross join range($resamples // 4) as blocks(block)
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
ranked as (
    select
        cell_no, other, p,
        p * count(*) over (partition by other) / row_number() over (partition by other order by p, cell_no) as step
    from tested join cell using (cell_no)
),
corrected as (
    select
        cell_no, p,
        least(1, min(step) over (
            partition by other order by p desc, cell_no desc rows between unbounded preceding and current row
        )) as q
    from ranked
)
select
    segment, other, state, if(state = 'hidden', null, contexts) as contexts,
    if(state = 'hidden', null, cell.shoppers) as shoppers, if(state = 'shown', mean_a, null) as mean_a,
    if(state = 'shown', mean_b, null) as mean_b,
    if(state = 'shown', of_cell.total / of_cell.observations, null) as difference, low, high,
    if(state = 'shown', wins, null) as wins, if(state = 'shown', losses, null) as losses,
    if(state = 'shown', ties, null) as ties,
    if(state = 'shown', of_cell.total / of_cell.observations / nullif(deviation, 0), null) as effect, p, q,
    coalesce(q <= $level, false) as significant,
    if(state = 'shown', error * $detectable_errors, null) as least_detectable
from cell
join gate using (cell_no)
join of_cell using (cell_no)
join value_by_cell using (segment, other)
left join error using (cell_no)
left join corrected using (cell_no)
left join bootstrapped using (cell_no)
order by segment, other;
