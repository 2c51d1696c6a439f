-- title: nDCG, ESCI gains
-- title_zh: nDCG（ESCI 增益）
-- meaning: As nDCG, but each grade is worth ten times the one below: an exact match outweighs everything else.
-- meaning_zh: 同 nDCG，但每高一级增益为十倍：完全匹配远重于其余。
-- family: ranking
-- level: context
-- unit: share of the ideal
-- direction: higher
-- range: 0 1
-- formula: Σ_{rank ≤ k} gain / log2(rank + 1), divided by the same sum over the ideal order
-- gain: exact (3 and above) 1, substitute (2) 0.1, complement (1) 0.01, irrelevant (0) 0; between grades 10^(grade −
--    3)
-- cutoff: the first k places
-- ideal: every judged item of the context by grade, whether ranked or not
-- ties: score descending, then item_id ascending
-- unjudged: grade 0
-- undefined: contexts without an item of grade above 0
-- floor: mean gain of the candidates · Σ_{rank ≤ min(k, candidates)} 1 / log2(rank + 1), divided by the same ideal:
--    the mean over all orders
-- needs: outcomes
-- source: Reddy et al., Shopping queries dataset, 2022, arXiv:2206.06588

with gained as (
    select context_no, rank, pow(10, least(grade, 3) - 3) as gain from hit
),
wanted as (
    select context_no, ideal_rank, pow(10, least(grade, 3) - 3) as gain from judged
),
found as (
    select context_no, sum(gain / log2(rank + 1)) filter (where rank <= $k) as reached, sum(gain) as total
    from gained
    group by context_no
),
ideal as (
    select context_no, sum(gain / log2(ideal_rank + 1)) filter (where ideal_rank <= $k) as reached, sum(gain) as total
    from wanted
    group by context_no
)
select
    context_no,
    coalesce(found.reached, 0) / ideal.reached as value,
    coalesce(if(cut_off, ideal.total, found.total) / candidates, 0) * depth.discount / ideal.reached as floor
from context
join ideal using (context_no)
left join found using (context_no)
join depth on depth.places = least($k, candidates);
