-- title: Surface
-- title_zh: 展示位置
-- meaning: Where the slate was shown.
-- meaning_zh: 列表出现的位置。
-- key: context
-- known: moment
-- order: traffic
-- segment search: Search results | 搜索结果
-- segment home: Home page | 首页
-- segment session: Session without searches | 没有搜索的会话
-- segment unknown: Not known | 未知
-- absent: unknown
-- missing: Contexts without a surface count as not known.
-- missing_zh: 没有展示位置的请求归入“未知”。

select context_id as key, surface as segment from context where surface is not null
