-- title: Precision
-- title_zh: 精确率
-- meaning: Share of the first k places that hold a relevant item.
-- meaning_zh: 前 k 位中相关商品所占的比例。
-- direction: higher
-- range: 0 1
-- level: context
-- formula: relevant items at rank ≤ k / k (k even where fewer items were ranked)
-- gain: 1 for a grade above 0, else 0
-- ideal: not needed
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
select context_id, if(relevant.items > 0, coalesce(found.items, 0) / $k, null) as value
from asked_context
left join found using (context_id)
left join relevant using (context_id)
order by context_id;
