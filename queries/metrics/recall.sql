-- title: Recall
-- title_zh: 召回率
-- meaning: Share of the relevant items that are among the first k.
-- meaning_zh: 前 k 位中包含的相关商品占全部相关商品的比例。
-- family: ranking
-- level: context
-- unit: share
-- direction: higher
-- range: 0 1
-- formula: relevant items at rank ≤ k / relevant items
-- gain: 1 for a grade above 0, else 0
-- cutoff: the first k places
-- ideal: every judged item of grade above 0, whether ranked or not
-- ties: score descending, then item_id ascending
-- unjudged: grade 0
-- undefined: contexts without an item of grade above 0
-- floor: m/n · min(k, n) / relevant items, for n candidates of which m are relevant: the mean over all orders
-- needs: outcomes
-- source: Manning, Raghavan and Schütze, Introduction to Information Retrieval, 2008, ch. 8

with found as (
    select context_no, count(*) as items from hit where rank <= $k group by context_no
)
select
    context_no, coalesce(found.items, 0) / relevant as value,
    coalesce(reached / candidates, 0) * least($k, candidates) / relevant as floor
from context
left join found using (context_no)
where relevant > 0;
