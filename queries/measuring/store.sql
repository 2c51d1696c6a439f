-- Keep what was measured in place of what the same metrics had. Input: found (metric, version, k, context_id, part, value,
-- floor, pairs, because): a row per context, or with no context_id a row per group or whole, or one that says why there is none.

create or replace temp table labelled as
select
    * exclude (metric, part), split_part(metric, '[', 1) as label,
    metric || if(context_id is not null and part is not null, '[' || part || ']', '') as metric,
    if(context_id is null, part, null) as part
from found;

delete from context_metrics
where ranker_id = $ranker_id and split_part(metric, '[', 1) in (select label from labelled);

insert into context_metrics
select $ranker_id, metric, version, context_id, value, floor
from labelled
where context_id is not null
order by metric, context_id;

delete from measurements
where ranker_id = $ranker_id and split_part(metric, '[', 1) in (select label from labelled);

insert into measurements
with figure as (
    select metric, null as part, version, k, avg(value) as value, avg(floor) as floor, count(*) as contexts, null as because
    from labelled
    where context_id is not null
    group by metric, version, k
    union all
    select metric, part, version, k, value, null, pairs, coalesce(because, if(value is null, 'undefined', null))
    from labelled
    where context_id is null
)
select
    $ranker_id, metric, part, version, k, $grading, value, floor, contexts, $asked, because, $data_id,
    current_timestamp::timestamp
from figure
order by metric, part;
