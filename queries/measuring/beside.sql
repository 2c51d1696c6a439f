-- The metrics of a ranker beside what else ranked the same items of the same contexts: $whole names the ending of
-- rankings of the whole catalogue. above: the share of the way from the other's mean to
-- a perfect 1, for metrics whose floor is known.

with pair as (
    select
        own.metric, other.ranker_id as beside, own.context_id, own.value as own, other.value as other,
        own.floor is not null as bounded
    from context_metrics as own
    join context_metrics as other using (metric, version, context_id)
    where own.ranker_id = $ranker_id and other.ranker_id <> $ranker_id
        and ends_with(other.ranker_id, $whole) = ends_with(own.ranker_id, $whole)
)
select
    metric, beside, avg(own) as value, avg(other) as other,
    if(bool_and(bounded), (avg(own) - avg(other)) / nullif(1 - avg(other), 0), null) as above, count(*) as contexts
from pair
group by metric, beside
order by metric, beside <> 'logged', beside;
