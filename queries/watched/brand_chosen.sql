-- title: Brands chosen
-- title_zh: 选择的品牌
-- meaning: The brands of the items that were viewed, clicked, put in the cart or bought.
-- meaning_zh: 被浏览、点击、加购或购买的商品的品牌。
-- kind: categorical
-- of: item

create or replace temp view said as
select search_row, item_row, shopper, is_current, brand as value
from recent_action join known_item using (item_row)
where action in ('view', 'click', 'cart', 'purchase');
