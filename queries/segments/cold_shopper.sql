-- title: Known or new to the ranker
-- title_zh: 冷启动顾客
-- meaning: Whether the shopper had acted at least three times before: fewer leave a ranker little to go by.
-- meaning_zh: 顾客此前是否至少有三次行为：更少时排序模型缺乏依据。
-- key: context
-- known: moment
-- order: listed
-- segment cold: Under 3 actions before | 此前不足 3 次行为
-- segment known: 3 or more | 3 次及以上
-- absent: cold
-- missing: Visits without an id of a shopper are followed within their session.
-- missing_zh: 没有顾客标识的访问只在其会话内统计。

select context_id as key, 'known' as segment from before where actions >= 3
