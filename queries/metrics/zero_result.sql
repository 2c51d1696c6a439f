-- title: Zero results
-- title_zh: 无结果率
-- meaning: Share of the searches with a text that showed nothing.
-- meaning_zh: 带文本的搜索中，没有展示任何商品的比例。
-- family: business
-- level: context
-- unit: share of searches
-- direction: lower
-- range: 0 1
-- formula: 1 if the search has no impression, else 0
-- undefined: contexts without a text
-- needs: shown searches
-- source: Manning, Raghavan and Schütze, Introduction to Information Retrieval, 2008, ch. 8

select context_no, (candidates = 0)::double as value
from context
join numbered_context using (context_no)
join searches on searches.search_id = numbered_context.context_id
where trim(searches.text) <> '';
