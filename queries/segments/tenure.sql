-- title: Tenure
-- title_zh: 顾客年限
-- meaning: Days since the shopper joined, or was first seen where the log does not say.
-- meaning_zh: 距顾客注册的天数；没有注册时间时从首次出现算起。
-- key: context
-- known: moment
-- order: listed
-- segment under_30_days: Under 30 days | 不足 30 天
-- segment under_180_days: 30 to 180 days | 30–180 天
-- segment under_365_days: 180 to 365 days | 180–365 天
-- segment over_365_days: Over a year | 一年以上
-- segment unknown: Not known | 未知
-- absent: unknown
-- missing: Visits without an id of a shopper count as not known.
-- missing_zh: 没有顾客标识的访问归入“未知”。

select context_id as key, tenure_band(ts, first_ts) as segment from before where user_id is not null
