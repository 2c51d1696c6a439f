-- The feature vectors, in a repeatable order.

from feature order by context_id, item_id;
