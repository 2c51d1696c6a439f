-- title: Newly listed item
-- title_zh: 新上架商品
-- meaning: Whether the item had been listed for less than 14 days when it was shown.
-- meaning_zh: 展示时商品上架是否不足 14 天。
-- key: impression
-- known: moment
-- order: listed
-- segment cold: Listed under 14 days | 上架不足 14 天
-- segment settled: Listed longer | 上架已久
-- absent: settled
-- missing: Items without a date of listing count as listed longer.
-- missing_zh: 没有上架时间的商品归入“上架已久”。

with fresh as (
    select item_id, min(listed_at) as listed_at
    from items
    where listed_at >= (select min(ts) - interval 14 day from context)
    group by item_id
)
select distinct shown.search_id || ' ' || shown.item_id as key, 'cold' as segment
from fresh
join impressions as shown on fresh.item_id = shown.item_id
join context on shown.search_id = context.context_id
where context.ts >= fresh.listed_at and context.ts < fresh.listed_at + interval 14 day
