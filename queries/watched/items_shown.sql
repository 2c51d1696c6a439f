-- title: Items per list
-- title_zh: 每个列表的商品数
-- meaning: How many items a list showed.
-- meaning_zh: 一个列表展示了多少件商品。
-- kind: numeric
-- of: list

create or replace temp view said as
with shown as (
    select search_row, count(*) as items from recent_shown where search_row is not null group by search_row
)
select search_row, null::integer as item_row, shopper, is_current, coalesce(items, 0)::double as value
from recent_search left join shown using (search_row)
where exists(from recent_shown);
