-- title: Precision
-- title_zh: 精确率
-- meaning: Share of the first k places that hold a relevant item.
-- meaning_zh: 前 k 位中相关商品所占的比例。
-- family: ranking
-- level: context
-- unit: share
-- direction: higher
-- range: 0 1
-- formula: relevant items at rank ≤ k / k (k even where fewer items were ranked)
-- gain: 1 for a grade above 0, else 0
-- cutoff: the first k places
-- ideal: not needed
-- ties: score descending, then item_id ascending
-- unjudged: grade 0
-- undefined: contexts without an item of grade above 0
-- floor: m/n · min(k, n)/k for n candidates of which m are relevant: the mean over all orders
-- needs: outcomes
-- source: Manning, Raghavan and Schütze, Introduction to Information Retrieval, 2008, ch. 8

with found as (
    select context_no, count(*) as items from hit where rank <= $k group by context_no
)
select
    context_no, coalesce(found.items, 0) / $k as value,
    coalesce(reached / candidates, 0) * least($k, candidates) / $k as floor
from context
left join found using (context_no)
where relevant > 0;
