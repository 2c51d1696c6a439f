-- title: Shopper attribute
-- title_zh: 顾客属性
-- meaning: What the shop says of its shoppers, as it stands in the table of users.
-- meaning_zh: 商店用户表中登记的顾客属性。
-- key: user
-- known: log
-- order: value
-- segment unknown: Not known | 未知
-- absent: unknown
-- missing: Shoppers of whom it is not said count as not known.
-- missing_zh: 未登记该属性的顾客归入“未知”。

with entry as (
    select user_id, string_split(unnest(string_split(attributes, ';')), ':') as entry from users
)
select user_id as key, min(trim(entry[2])) as segment
from entry
where len(entry) = 2 and lower(trim(entry[1])) = $attribute and trim(entry[2]) <> ''
group by user_id
