-- The churn of each context, with who it belongs to. Inputs: churn, every_context.

create or replace temp table churned as
select
    context_id, user_id, coalesce(user_id, 'session:' || session_id, context_id) as shopper, ts, rbo, overlap, same_top,
    same_order
from churn left join every_context using (context_id);
