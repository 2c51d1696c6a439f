-- What two rankers are worth in the same contexts, and the difference: `b` minus `a`.
-- Both must have been measured by the same definition, and the context must have a value for both. Searches that people
-- judged have no shopper; each is a unit of its own. Inputs: every_context, context_metrics.

create or replace temp table observation as
with measured as (
    select context_id, version, value, ranker_id
    from context_metrics
    where metric = $metric and ranker_id in ($a, $b) and value is not null
),
both_measured as (
    -- Sums of the same terms in another order are no difference.
    select
        context_id, of_a.value as value_a, of_b.value as value_b,
        if(abs(of_b.value - of_a.value) < 1e-9, 0, of_b.value - of_a.value) as difference
    from measured as of_a join measured as of_b using (context_id, version)
    where of_a.ranker_id = $a and of_b.ranker_id = $b
)
select
    context_id, null::varchar as item_id, null::integer as position, user_id,
    coalesce(user_id, 'session:' || session_id, context_id) as shopper, ts, difference as value, value_a, value_b
from both_measured left join every_context using (context_id);
