-- title: Shopper life cycle
-- title_zh: 顾客生命周期
-- meaning: How the shopper came to this context: first seen or joined within 30 days; or away for more than 30 days before; else active.
-- meaning_zh: 顾客在该请求时所处阶段：注册或首次出现未满 30 天；此前离开超过 30 天；其余为活跃。
-- key: context
-- known: moment
-- order: listed
-- segment new: New (up to 30 days) | 新客（30 天内）
-- segment active: Active | 活跃
-- segment returning: Back after 30 days | 离开 30 天后回归
-- segment unknown: Not known | 未知
-- absent: unknown
-- missing: Visits without an id of a shopper count as not known, and so do first visits in the first 30 days of the log, which cannot tell who was away.
-- missing_zh: 没有顾客标识的访问归入“未知”；日志头 30 天内的首次来访也归入“未知”，因为无法判断此前是否离开。

with log as (
    select min(ts) as first_ts from context
),
standing as (
    select context_id, ts, life_stage(ts, first_ts, last_ts) as stage from before where user_id is not null
)
select
    context_id as key,
    case
        when stage <> 'away' then stage when standing.ts >= log.first_ts + interval 30 day then 'returning' else 'unknown'
    end as segment
from standing cross join log
