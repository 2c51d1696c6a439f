-- The (context, item) pairs to describe, numbered, with the moment and what is known of the item.
-- Inputs: candidates (context_id, item_id) and moments (context_id, user_id, session_id, ts).

create or replace temp table pairs as
with pair as (
    select distinct context_id, item_id from candidates
)
select
    (row_number() over ())::integer as pair_no, pair.context_id, pair.item_id, moment.ts, moment.user_id,
    item.item_no, item.shelf_no, item.label_no, coalesce(item.platform, '') as platform, item.category, item.brand,
    coalesce(item.currency, '') as currency, item.catalogue_price, item.list_price, item.listed_at
from pair
join moments as moment using (context_id)
left join item_facts as item using (item_id);
