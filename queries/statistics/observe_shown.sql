-- What is compared: one row per impression. Inputs: selected_context (context/select.sql), measured (a shown metric).

create or replace temp table observation as
select
    context_id, item_id, position, user_id, coalesce(user_id, 'session:' || session_id, context_id) as shopper, ts, value
from measured join selected_context using (context_id)
where value is not null;
