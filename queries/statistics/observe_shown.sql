-- What is compared: one row per impression. Inputs: every_context (context/every.sql), measured (a shown metric).

create or replace temp table observation as
select
    context_id, item_id, position, user_id, coalesce(user_id, 'session:' || session_id, context_id) as shopper, ts, value
from measured join every_context using (context_id)
where value is not null;
