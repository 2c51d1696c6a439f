-- title: Brands chosen
-- title_zh: 选择的品牌
-- meaning: The brands of the items that were viewed, clicked, put in the cart or bought.
-- meaning_zh: 被浏览、点击、加购或购买的商品的品牌。
-- kind: categorical
-- of: item

create or replace temp table said as
select
    event.search_id as context_id, event.item_id, event.ts, coalesce(event.user_id, event.session_id) as shopper,
    item.brand as value
from events as event join items as item using (item_id)
where event.action in ('view', 'click', 'cart', 'purchase')
    and exists(from items where brand is not null) and event.ts >= $reference_start;
