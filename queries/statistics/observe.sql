-- What is compared: one row per context, or per impression, with a value. Inputs: measured, observed_context.

create or replace temp table observation as
select context_id, item_id, position, user_id, shopper, ts, value
from measured join observed_context using (context_id)
where value is not null;
