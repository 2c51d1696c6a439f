-- The items that were judged for some searches and are in the catalogue. Input: asked_context (context_id).

select distinct 'judged:' || lower(trim(search_text)) as context_id, item_id
from judgements
where 'judged:' || lower(trim(search_text)) in (select context_id from asked_context)
    and item_id in (select item_id from items)
order by context_id, item_id;
