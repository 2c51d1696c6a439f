-- title: Categories shown
-- title_zh: 展示的类目
-- meaning: The categories of the items that were shown.
-- meaning_zh: 展示商品所属的类目。
-- kind: categorical
-- of: item

create or replace temp table said as
select
    shown.search_id as context_id, shown.item_id, shown.ts, coalesce(search.user_id, search.session_id) as shopper,
    item.category as value
from impressions as shown
join items as item using (item_id)
left join searches as search using (search_id)
where exists(from items where category is not null) and shown.ts >= $reference_start;
