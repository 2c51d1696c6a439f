-- The rank-biased overlap of each context as what is looked at. Input: churned.
create or replace temp table observation as
select
    context_id, null::varchar as item_id, null::integer as position, user_id, shopper, ts, rbo as value, overlap, same_top,
    same_order
from churned;
