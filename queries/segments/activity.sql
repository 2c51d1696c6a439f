-- title: Activity before
-- title_zh: 此前活跃度
-- meaning: Clicks, carts and purchases of the shopper in the 30 days before.
-- meaning_zh: 该请求前 30 天内顾客的点击、加购与购买次数。
-- key: context
-- known: moment
-- order: listed
-- segment none: None | 无
-- segment few: 1 to 4 | 1–4 次
-- segment some: 5 to 19 | 5–19 次
-- segment many: 20 and more | 20 次及以上
-- absent: none
-- missing: Visits without an id of a shopper are followed within their session.
-- missing_zh: 没有顾客标识的访问只在其会话内统计。

select
    context_id as key,
    case when actions_30d < 5 then 'few' when actions_30d < 20 then 'some' else 'many' end as segment
from before
where actions_30d > 0
