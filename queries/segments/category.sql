-- title: Category of the search
-- title_zh: 搜索所属类目
-- meaning: The category that the words of the search name in the catalogue: each gram votes for the categories of the items that hold it, the more the fewer categories share it. Where the words name none (less than half of the votes), the category most shown; never what was clicked, which is what is being measured.
-- meaning_zh: 搜索词在商品目录中指向的类目：每个词组为包含它的商品类目投票，越集中票越重；得票不足一半时，取展示最多的类目。不看点击，因为点击正是要衡量的结果。
-- key: context
-- known: log
-- order: traffic
-- segment unknown: Not known | 未知
-- absent: unknown
-- missing: Contexts without words of a category and without a slate count as not known.
-- missing_zh: 既没有类目词也没有列表的请求归入“未知”。

with shown_count as (
    select search_id as context_id, category, count(*) as items
    from impressions join items using (item_id)
    where category is not null
    group by search_id, category
),
shown as (
    select context_id, arg_max(category, (items, category)) as category from shown_count group by context_id
)
select context.context_id as key, coalesce(named.category, shown.category) as segment
from context
left join named_category as named
    on context.platform is not distinct from named.platform and context.search = named.search
left join shown on context.context_id = shown.context_id
where coalesce(named.category, shown.category) is not null
