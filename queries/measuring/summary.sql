-- Mean of each metric over the contexts where it is defined, with a bootstrap interval: in each of $resamples replicates a
-- context counts as often as a Poisson(1) number drawn from the hash of its name, so metrics and rankers are resampled
-- alike and the interval is repeatable. Input: measured (context_id, metric, value).
-- Source: Chamandy et al., Estimating uncertainty for massive data streams, Google 2012.

with pooled as (
    select metric, avg(value) as mean, count(value) as contexts, count(*) - count(value) as undefined
    from measured
    group by metric
),
drawn as (
    select
        metric, value, replicate,
        hash(context_id, replicate, $seed::bigint) / 18446744073709551616.0 as place
    from measured, range($resamples) as replicates(replicate)
    where context_id is not null and value is not null
),
weighted as (
    -- The distribution function of Poisson(1) at 0, 1, 2 …
    select
        *, (place >= 0.36787944)::integer + (place >= 0.73575888)::integer + (place >= 0.91969860)::integer
        + (place >= 0.98101184)::integer + (place >= 0.99634015)::integer + (place >= 0.99940582)::integer
        + (place >= 0.99991676)::integer as weight
    from drawn
),
replicate_mean as (
    select metric, replicate, sum(weight * value) / nullif(sum(weight), 0) as mean
    from weighted
    group by metric, replicate
),
interval_of_mean as (
    select metric, quantile_cont(mean, 0.025) as low, quantile_cont(mean, 0.975) as high
    from replicate_mean
    group by metric
)
select pooled.metric, pooled.mean, low, high, contexts, undefined
from pooled left join interval_of_mean using (metric)
order by pooled.metric;
