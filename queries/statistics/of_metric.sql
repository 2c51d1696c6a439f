-- The latest values of a metric of contexts, as the shown metrics make theirs. Input: context_metrics.

create or replace temp table measured as
select context_id, null::varchar as item_id, null::integer as position, value
from context_metrics
where ranker_id = $ranker_id and metric = $metric
qualify version = max(version) over ();
