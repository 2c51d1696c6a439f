-- The churn of each context as what is looked at, one row per context. Inputs: churn, every_context.

create or replace temp table observation as
select
    context_id, null::varchar as item_id, null::integer as position, user_id,
    coalesce(user_id, 'session:' || session_id, context_id) as shopper, ts, rbo as value, overlap, same_top, same_order
from churn left join every_context using (context_id);
