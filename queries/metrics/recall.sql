-- title: Recall
-- title_zh: 召回率
-- meaning: Share of the relevant items that are among the first k.
-- meaning_zh: 前 k 位中包含的相关商品占全部相关商品的比例。
-- direction: higher
-- range: 0 1
-- level: context
-- formula: relevant items at rank ≤ k / relevant items
-- gain: 1 for a grade above 0, else 0
-- ideal: every judged item of grade above 0, whether ranked or not
-- ties: score descending, then item_id ascending
-- unjudged: grade 0
-- undefined: contexts without an item of grade above 0
-- source: Manning, Raghavan and Schütze, Introduction to Information Retrieval, 2008, ch. 8

with found as (
    select context_id, count(*) as items from ranked where rank <= $k and grade > 0 group by context_id
),
relevant as (
    select context_id, count(*) as items from judged where grade > 0 group by context_id
)
select context_id, if(relevant.items > 0, coalesce(found.items, 0) / relevant.items, null) as value
from asked_context
left join found using (context_id)
left join relevant using (context_id)
order by context_id;
