-- title: Shopper who will come back
-- title_zh: 还会回来的顾客
-- meaning: Deliberately broken: looks at what comes later, repeats keys, and names contexts that do not exist.
-- meaning_zh: 故意写错：使用了之后的数据、重复的键和不存在的请求。
-- key: context
-- known: moment
-- order: listed
-- segment once: Once | 一次
-- absent: once
-- missing: Everyone else came once.
-- missing_zh: 其余顾客只来过一次。

select unnest([context_id, context_id, 'ghost']) as key, 'twice' as segment
from context
where shopper in (select shopper from context group by shopper having count(*) > 1)
