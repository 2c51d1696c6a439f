-- How well each shopper is served: the mean of one metric over their contexts. Input: every_context.
create or replace temp table service as
select user_id, count(*) as contexts_measured, avg(value) as value
from context_metrics join every_context using (context_id)
where ranker_id = $ranker_id and metric = $metric and user_id is not null
group by user_id;
