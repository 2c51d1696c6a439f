-- title: Topic of the search
-- title_zh: 搜索主题
-- meaning: Clusters of searches that mean alike to the ranker, named by the words most typical of them; told by `whyrank topics`.
-- meaning_zh: 在排序模型看来含义相近的搜索归为一类，以最有代表性的词语命名；由 `whyrank topics` 划分。
-- key: context
-- known: log
-- order: traffic
-- segment none: No topic | 没有主题
-- absent: none
-- missing: Contexts without a search, and searches that came after the topics were told, have no topic.
-- missing_zh: 没有搜索的请求，以及划分主题之后才出现的搜索，没有主题。

select context_id as key, topic as segment
from context join search_topics on lower(trim(context.search)) = search_topics.search
