-- title: Weekday
-- title_zh: 星期
-- meaning: The day of the week (UTC).
-- meaning_zh: 请求发生在星期几（UTC）。
-- key: context
-- known: moment
-- order: listed
-- segment 1: Monday | 周一
-- segment 2: Tuesday | 周二
-- segment 3: Wednesday | 周三
-- segment 4: Thursday | 周四
-- segment 5: Friday | 周五
-- segment 6: Saturday | 周六
-- segment 7: Sunday | 周日
-- segment unknown: Not known | 未知
-- absent: unknown
-- missing: Every context has a time.
-- missing_zh: 每个请求都有时间。

select context_id as key, isodow(ts)::varchar as segment from context
