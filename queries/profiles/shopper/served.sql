-- How well the shopper is served beside everybody: means over contexts, by ranker and metric; half: of the 95 % interval
-- of the shopper's mean, normal. Inputs: own_metric, everyone_served.
with own as (
    select
        ranker_id, metric, avg(value) as mean, count(*) as contexts,
        1.95996 * stddev_samp(value) / sqrt(count(*)) as half
    from own_metric
    group by ranker_id, metric
)
select
    ranker_id, metric, own.contexts, own.mean, own.half, everyone.mean as everyone, own.mean - everyone.mean as difference,
    is_rate
from own join everyone_served as everyone using (ranker_id, metric)
order by ranker_id, metric;
