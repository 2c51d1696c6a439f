-- The item side: features, and the terms that the crossed features are made of.

select item.* exclude (pair_no), pair.item_id, pair.category, pair.brand, pair.currency
from item_state as item join pairs as pair using (pair_no)
order by pair.item_id;
