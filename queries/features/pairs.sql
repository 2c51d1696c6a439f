-- The (context, item) pairs to describe, with the moment and what is known of the item.
-- Inputs: candidates (context_id, item_id) and moments (context_id, user_id, session_id, ts).

create or replace temp table pairs as
select distinct
    candidate.context_id, candidate.item_id, moment.ts, coalesce(item.platform, '') as platform, item.category, item.brand,
    coalesce(item.currency, '') as currency
from candidates as candidate
join moments as moment using (context_id)
left join item_facts as item using (item_id);
