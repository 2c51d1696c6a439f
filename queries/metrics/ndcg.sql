-- title: nDCG
-- title_zh: nDCG（归一化折损累计增益，线性增益）
-- meaning: How much of the best possible gain the first k places hold, early places counting more.
-- meaning_zh: 前 k 位获得的增益占理想排序的比例，位置越前权重越大。
-- family: ranking
-- level: context
-- unit: share of the ideal
-- direction: higher
-- range: 0 1
-- formula: Σ_{rank ≤ k} grade / log2(rank + 1), divided by the same sum over the ideal order
-- gain: the grade itself (linear)
-- cutoff: the first k places
-- ideal: every judged item of the context by grade, whether ranked or not
-- ties: score descending, then item_id ascending
-- unjudged: grade 0
-- undefined: contexts without an item of grade above 0
-- floor: mean gain of the candidates · Σ_{rank ≤ min(k, candidates)} 1 / log2(rank + 1), divided by the same ideal:
--    the mean over all orders
-- needs: outcomes
-- source: Järvelin and Kekäläinen, Cumulated gain-based evaluation of IR techniques, ACM TOIS 2002

with gained as (
    select context_no, rank, grade as gain from hit
),
wanted as (
    select context_no, ideal_rank, grade as gain from judged
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
