-- title: Click rate of what was shown
-- title_zh: 展示点击率
-- meaning: How often an item that was shown was clicked or viewed.
-- meaning_zh: 展示的商品被点击或浏览的比例。
-- direction: higher

create or replace temp view measured as
with acted_on as (
    select distinct search_id, item_id from events where action in ('view', 'click')
)
select shown.search_id as context_id, shown.item_id, shown.position, (acted_on.item_id is not null)::double as value
from impressions as shown left join acted_on using (search_id, item_id);
