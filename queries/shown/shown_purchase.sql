-- title: Purchase rate of what was shown
-- title_zh: 展示购买率
-- meaning: How often an item that was shown was bought.
-- meaning_zh: 展示的商品被购买的比例。
-- direction: higher

create or replace temp view measured as
with acted_on as (
    select distinct search_id, item_id from events where action = 'purchase'
)
select shown.search_id as context_id, shown.item_id, shown.position, (acted_on.item_id is not null)::double as value
from impressions as shown left join acted_on using (search_id, item_id);
