-- title: Part of the day
-- title_zh: 时段
-- meaning: The part of the day (UTC).
-- meaning_zh: 请求发生的时段（UTC）。
-- key: context
-- known: moment
-- order: listed
-- segment night: Night, 0 to 6 | 夜间 0–6 时
-- segment morning: Morning, 6 to 12 | 上午 6–12 时
-- segment afternoon: Afternoon, 12 to 18 | 下午 12–18 时
-- segment evening: Evening, 18 to 24 | 晚间 18–24 时
-- segment unknown: Not known | 未知
-- absent: unknown
-- missing: Every context has a time.
-- missing_zh: 每个请求都有时间。

select context_id as key, ['night', 'morning', 'afternoon', 'evening'][hour(ts) // 6 + 1] as segment from context
