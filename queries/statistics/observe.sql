-- What is compared: one row per context with a value. Inputs: every_context (context/every.sql), context_metrics.
-- Everything is counted by shopper; a shopper without an id is followed within their session.

create or replace temp table observation as
with measured as (
    select context_id, value
    from context_metrics
    where ranker_id = $ranker_id and metric = $metric and value is not null
        and version = (select max(version) from context_metrics where ranker_id = $ranker_id and metric = $metric)
)
select
    context_id, null::varchar as item_id, null::integer as position, user_id,
    coalesce(user_id, 'session:' || session_id, context_id) as shopper, ts, value
from measured join every_context using (context_id);
