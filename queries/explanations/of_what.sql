-- What stored explanations are of. $ids: their ids.
select explanation_id, search, user_id, item_id from explanations where list_contains($ids::varchar[], explanation_id);
