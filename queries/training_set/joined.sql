-- Pairs with labels and features, contexts in order of time, items by position, negatives last.

select pair.*, feature.* exclude (context_id, item_id)
from training_pair as pair
join feature using (context_id, item_id)
join selected_context as context using (context_id)
order by context.ts, context.context_id, not pair.shown, pair.position, item_id;
