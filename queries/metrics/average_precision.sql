-- title: MAP (average precision)
-- title_zh: MAP（平均精确率）
-- meaning: Mean precision at the places of the relevant items, those beyond k counting 0.
-- meaning_zh: 在每个相关商品所在位置计算的精确率的平均，超出前 k 位的计 0。
-- family: ranking
-- level: context
-- unit: share
-- direction: higher
-- range: 0 1
-- formula: Σ_{relevant at rank r ≤ k} (relevant at rank ≤ r / r) / relevant items
-- gain: 1 for a grade above 0, else 0
-- cutoff: the first k places
-- ideal: every judged item of grade above 0, whether ranked or not
-- ties: score descending, then item_id ascending
-- unjudged: grade 0
-- undefined: contexts without an item of grade above 0
-- floor: m/n · (H + (m − 1)/(n − 1) · (p − H)) / relevant items, for n candidates of which m are relevant, p =
--    min(k, n), H = Σ_{r ≤ p} 1/r: the mean over all orders
-- needs: outcomes
-- source: Buckley and Voorhees, Evaluating evaluation measure stability, SIGIR 2000

with counted as (
    select context_no, rank, row_number() over (partition by context_no order by rank) as nth from hit where rank <= $k
),
found as (
    select context_no, sum(nth / rank) as precision from counted group by context_no
)
select
    context_no,
    coalesce(found.precision, 0) / relevant as value,
    coalesce(reached / candidates * (
        depth.harmonic + coalesce((reached - 1) / nullif(candidates - 1, 0), 0) * (depth.places - depth.harmonic)
    ), 0) / relevant as floor
from context
left join found using (context_no)
join depth on depth.places = least($k, candidates)
where relevant > 0;
