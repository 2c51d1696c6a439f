-- title: Price shown against the usual one
-- title_zh: 展示价与平时价之比
-- meaning: The price an item was shown at, divided by the median of the prices it was shown at in the reference window.
-- meaning_zh: 商品展示时的价格，除以该商品在参照时段展示价格的中位数。
-- kind: numeric
-- of: item

create or replace temp view said as
with usual as (
    select item_row, median(price) as price from recent_shown where price > 0 and not is_current group by item_row
)
select search_row, item_row, shopper, is_current, round(shown.price / usual.price, 4) as value
from recent_shown as shown join usual using (item_row)
where shown.price > 0;
