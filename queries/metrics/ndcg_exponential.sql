-- title: nDCG, exponential gain
-- title_zh: nDCG（指数增益）
-- meaning: As nDCG, but one grade more is worth twice as much: for graded judgements where the best must come first.
-- meaning_zh: 同 nDCG，但每高一级增益约翻倍，适用于必须把最佳项排在最前的分级评价。
-- family: ranking
-- level: context
-- unit: share of the ideal
-- direction: higher
-- range: 0 1
-- formula: Σ_{rank ≤ k} (2^grade − 1) / log2(rank + 1), divided by the same sum over the ideal order
-- gain: 2^grade − 1 (exponential)
-- cutoff: the first k places
-- ideal: every judged item of the context by grade, whether ranked or not
-- ties: score descending, then item_id ascending
-- unjudged: grade 0
-- undefined: contexts without an item of grade above 0
-- floor: mean gain of the candidates · Σ_{rank ≤ min(k, candidates)} 1 / log2(rank + 1), divided by the same ideal:
--    the mean over all orders
-- needs: outcomes
-- source: Burges et al., Learning to rank using gradient descent, ICML 2005

with gained as (
    select context_no, rank, pow(2, grade) - 1 as gain from hit
),
wanted as (
    select context_no, ideal_rank, pow(2, grade) - 1 as gain from judged
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
