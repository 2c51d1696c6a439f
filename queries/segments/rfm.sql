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

select context_id as key, class as segment
from context join rfm on context.user_id = rfm.user_id and date_trunc('week', context.ts) = rfm.moment
