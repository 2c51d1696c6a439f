-- What the shop says of its items.
select item_id, title, brand, category, attributes, description
from items
order by item_id;
