-- One row per item: what the ranker reads of it, and its price.

select distinct on (item_id)
    item_id, title, brand, category, attributes, price, list_price, currency, lang, platform
from items
order by item_id, source;
