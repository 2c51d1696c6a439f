-- title: Item of the category searched for
-- title_zh: 商品与搜索类目是否一致
-- meaning: Whether the item shown is of the category that the search names (see “Category of the search”).
-- meaning_zh: 展示的商品是否属于搜索词所指的类目（见“搜索所属类目”）。
-- key: impression
-- known: log
-- order: listed
-- segment same: Of that category | 同一类目
-- segment other: Of another category | 其他类目
-- segment none: No search | 没有搜索
-- absent: same
-- missing: Searches that name no category count as answered with the right one.
-- missing_zh: 未指明类目的搜索视为类目一致。

with told as (
    select
        context.context_id, context.search, named.category
    from context
    left join named_category as named
        on context.platform is not distinct from named.platform and context.search = named.search
    where context.search is null or named.category is not null
)
select
    shown.search_id || ' ' || shown.item_id as key, any_value(if(told.search is null, 'none', 'other')) as segment
from told
join impressions as shown on told.context_id = shown.search_id
join items as item on shown.item_id = item.item_id
where told.search is null or item.category <> told.category
group by key
