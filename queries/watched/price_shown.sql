-- title: Price shown against the usual one
-- title_zh: 展示价与平时价之比
-- meaning: The price an item was shown at, divided by the median of the prices it was shown at before the current window.
-- meaning_zh: 商品展示时的价格，除以该商品在当前时段之前展示价格的中位数。
-- kind: numeric
-- of: item

create or replace temp table said as
with usual as (
    select item_id, median(price) as price from impressions where price > 0 and ts < $current_start group by item_id
)
select
    shown.search_id as context_id, shown.item_id, shown.ts, coalesce(search.user_id, search.session_id) as shopper,
    round(shown.price / usual.price, 4) as value
from impressions as shown
join usual using (item_id)
left join searches as search using (search_id)
where shown.price > 0 and shown.ts >= $reference_start;
