-- What was measured of what ranked, context by context, by which definition and grading.

with figure as (
    select ranker_id, metric, version, any_value(grading) as grading from measurements group by all
)
select distinct ranker_id, metric, version, grading
from (select distinct ranker_id, metric, version from context_metrics where value is not null)
left join figure using (ranker_id, metric, version)
order by ranker_id, metric, version;
