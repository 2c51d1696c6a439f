-- title: Month
-- title_zh: 月
-- meaning: The month of the context (UTC).
-- meaning_zh: 请求所在的月份（UTC）。
-- key: context
-- known: moment
-- order: value
-- segment unknown: Not known | 未知
-- absent: unknown
-- missing: Every context has a time.
-- missing_zh: 每个请求都有时间。

select context_id as key, strftime(ts, '%Y-%m') as segment from context
