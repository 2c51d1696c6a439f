-- title: Week
-- title_zh: 周
-- meaning: The week of the context, by its Monday (UTC).
-- meaning_zh: 请求所在的周，以周一日期表示（UTC）。
-- key: context
-- known: moment
-- order: value
-- segment unknown: Not known | 未知
-- absent: unknown
-- missing: Every context has a time.
-- missing_zh: 每个请求都有时间。

select context_id as key, strftime(date_trunc('week', ts), '%Y-%m-%d') as segment from context
