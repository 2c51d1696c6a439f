-- title: Categories shown
-- title_zh: 展示的类目
-- meaning: The categories of the items that were shown.
-- meaning_zh: 展示商品所属的类目。
-- kind: categorical
-- of: item

create or replace temp view said as
select search_row, item_row, shopper, is_current, category as value
from recent_shown join known_item using (item_row);
