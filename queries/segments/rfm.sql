-- title: RFM class
-- title_zh: RFM 分层
-- meaning: Recency, frequency and monetary value of the shopper’s purchases, each scored in thirds among all buyers at the start of the context’s week (money within a currency).
-- meaning_zh: 按请求所在周开始时的购买记录，对最近一次购买、次数与金额各分三档（金额按币种）。
-- key: context
-- known: moment
-- order: listed
-- segment champion: Champions (3 3 3) | 核心客户（3 3 3）
-- segment loyal: Loyal (often, recently) | 忠诚客户（常买且近期）
-- segment new_buyer: New buyers (recent, rarely) | 新购客户（近期、少次）
-- segment regular: Others who bought | 一般购买客户
-- segment at_risk: At risk (often, long ago) | 流失风险（常买但久未购买）
-- segment lost: Lost (rarely, long ago) | 已流失（少买且久未购买）
-- segment no_purchase: No purchase yet | 尚未购买
-- absent: no_purchase
-- missing: Visits without an id of a shopper count as without a purchase.
-- missing_zh: 没有顾客标识的访问归入“尚未购买”。

with week as (
    select distinct date_trunc('week', ts) as week from context
),
bought as (
    select user_id, ts, coalesce(search_id, session_id, item_id) as basket, currency, spend
    from (
        select
            event.user_id, event.ts, event.search_id, event.session_id, event.item_id, coalesce(item.currency, '') as currency,
            coalesce(event.price, item.price, 0) * coalesce(event.quantity, 1) as spend
        from events as event left join items as item using (item_id)
        where event.action = 'purchase' and event.user_id is not null
    )
),
buyer as (
    select week, user_id, max(ts) as last_ts, count(distinct basket) as orders, mode(currency) as currency
    from week join bought on bought.ts < week.week
    group by week, user_id
),
spent as (
    select week, user_id, sum(spend) as spend
    from buyer join bought using (user_id, currency)
    where bought.ts < buyer.week
    group by week, user_id
),
place as (
    select
        week, user_id, percent_rank() over (partition by week order by last_ts) as recent,
        percent_rank() over (partition by week order by orders) as often,
        percent_rank() over (partition by week, currency order by spend) as much
    from buyer join spent using (week, user_id)
),
score as (
    select
        week, user_id, 1 + (recent >= 1 / 3)::integer + (recent >= 2 / 3)::integer as r,
        1 + (often >= 1 / 3)::integer + (often >= 2 / 3)::integer as f,
        1 + (much >= 1 / 3)::integer + (much >= 2 / 3)::integer as m
    from place
)
select
    context_id as key,
    case
        when r = 3 and f = 3 and m = 3 then 'champion'
        when r >= 2 and f >= 2 then 'loyal'
        when r = 3 and f = 1 then 'new_buyer'
        when r = 1 and f >= 2 then 'at_risk'
        when r = 1 then 'lost'
        else 'regular'
    end as segment
from context join score on context.user_id = score.user_id and date_trunc('week', context.ts) = score.week
