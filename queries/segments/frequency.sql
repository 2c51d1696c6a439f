-- title: Head, torso, tail
-- title_zh: 头部、腰部、尾部搜索
-- meaning: How usual the search is, by how many shoppers typed it: the most usual searches that make up a third of all, the next third, the rest.
-- meaning_zh: 按输入人数衡量搜索的常见程度：最常见且合计占三分之一的为头部，其次三分之一为腰部，其余为尾部。
-- key: context
-- known: log
-- order: listed
-- segment head: Head | 头部
-- segment torso: Torso | 腰部
-- segment tail: Tail | 尾部
-- segment none: No search | 没有搜索
-- absent: none
-- missing: Contexts without a search say so.
-- missing_zh: 没有搜索的请求单独列出。

with place as (
    select
        search, sum(shoppers) over (order by shoppers desc, search) - shoppers as before, sum(shoppers) over () as total
    from search_text
)
select
    context_id as key,
    case when before < total / 3 then 'head' when before < 2 * total / 3 then 'torso' else 'tail' end as segment
from context join place using (search)
