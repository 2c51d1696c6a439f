-- The selected contexts with their histories, in the order they happened. Input: histories (context_id, history).

select selected_context.* exclude (search_id), coalesce(history, []) as history
from selected_context left join histories using (context_id)
order by ts, context_id;
