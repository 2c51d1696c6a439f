-- title: Average precision
-- title_zh: 平均精确率
-- meaning: Mean precision at the places of the relevant items, those beyond k counting 0.
-- meaning_zh: 在每个相关商品所在位置计算的精确率的平均，超出前 k 位的计 0。
-- direction: higher
-- range: 0 1
-- level: context
-- formula: Σ_{relevant at rank r ≤ k} (relevant at rank ≤ r / r) / relevant items
-- gain: 1 for a grade above 0, else 0
-- ideal: every judged item of grade above 0, whether ranked or not
-- ties: score descending, then item_id ascending
-- unjudged: grade 0
-- undefined: contexts without an item of grade above 0
-- source: Buckley and Voorhees, Evaluating evaluation measure stability, SIGIR 2000

with hit as (
    select context_id, row_number() over (partition by context_id order by rank) / rank as precision
    from ranked
    where rank <= $k and grade > 0
),
found as (
    select context_id, sum(precision) as precision from hit group by context_id
),
relevant as (
    select context_id, count(*) as items from judged where grade > 0 group by context_id
)
select context_id, if(relevant.items > 0, coalesce(found.precision, 0) / relevant.items, null) as value
from asked_context
left join found using (context_id)
left join relevant using (context_id)
order by context_id;
