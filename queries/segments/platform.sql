-- title: Platform
-- title_zh: 平台
-- meaning: Where the shopper was.
-- meaning_zh: 顾客所在的平台。
-- key: context
-- known: moment
-- order: traffic
-- segment unknown: Not known | 未知
-- absent: unknown
-- missing: Contexts without a platform count as not known.
-- missing_zh: 没有平台的请求归入“未知”。

select context_id as key, platform as segment from context where platform is not null
