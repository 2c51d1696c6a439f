-- title: Language of the search
-- title_zh: 搜索语言
-- meaning: The language the search was logged in.
-- meaning_zh: 日志中记录的搜索语言。
-- key: context
-- known: moment
-- order: traffic
-- segment en: English | 英文
-- segment zh: Chinese | 中文
-- segment unknown: Not known | 未知
-- absent: unknown
-- missing: Contexts without a language count as not known.
-- missing_zh: 没有语言的请求归入“未知”。

select context_id as key, lang as segment from context where lang is not null
