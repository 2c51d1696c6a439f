-- What was shown in some contexts, whose order the log knows. Input: asked_context (context_id).

select distinct search_id as context_id, item_id
from impressions
where position is not null and item_id is not null and search_id in (select context_id from asked_context)
order by context_id, item_id;
