-- What each shopper did with each item touched.

select pair.context_id, pair.item_id, own_item.* exclude (pair_no)
from own_item join pairs as pair using (pair_no);
