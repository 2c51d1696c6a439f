-- title: Price shown against the usual one
-- title_zh: 展示价与通常价之比
-- meaning: The price an item was shown at, divided by the median of all prices it was shown at.
-- meaning_zh: 商品展示时的价格除以该商品历次展示价格的中位数。
-- direction: lower

create or replace temp view measured as
with usual as (
    select item_id, median(price) as price from impressions where price > 0 group by item_id
)
select shown.search_id as context_id, shown.item_id, shown.position, shown.price / usual.price as value
from impressions as shown join usual using (item_id)
where shown.price > 0;
