-- title: Abandonment
-- title_zh: 放弃率
-- meaning: Share of the searches with a text after which nothing was clicked; a shopper who read the answer off the
--    slate counts too.
-- meaning_zh: 带文本的搜索中，之后没有任何点击的比例；直接在列表上看到答案的购物者也计入。
-- family: business
-- level: context
-- unit: share of searches
-- direction: lower
-- range: 0 1
-- formula: 1 if nothing of the context was clicked, put into the cart or bought, else 0; searches without results
--    included
-- undefined: contexts without a text
-- needs: shown searches clicks
-- reads: item_fact response
-- source: Li, Huffman and Tokuda, Good abandonment in mobile and PC internet search, SIGIR 2009

select context_no, (context_no not in (select context_no from response))::double as value
from context
join numbered_context using (context_no)
join searches on searches.search_id = numbered_context.context_id
where trim(searches.text) <> '';
