-- The differences of two rankers on the same contexts: `b` minus `a`. Inputs: every_context, context_metrics.
-- Both must have been measured by the same definition, and the context must have a value for both.

create or replace temp table observation as
with measured as (
    select context_id, version, value, ranker_id
    from context_metrics
    where metric = $metric and ranker_id in ($a, $b) and value is not null
)
select
    context_id, null::varchar as item_id, null::integer as position, user_id,
    coalesce(user_id, 'session:' || session_id, context_id) as shopper, ts, of_b.value - of_a.value as value,
    of_a.value as value_a, of_b.value as value_b
from measured as of_a
join measured as of_b using (context_id, version)
join every_context using (context_id)
where of_a.ranker_id = $a and of_b.ranker_id = $b;
