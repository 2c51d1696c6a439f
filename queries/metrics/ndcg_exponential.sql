-- title: nDCG, exponential gain
-- title_zh: 归一化折损累计增益（指数）
-- meaning: As nDCG, but one grade more is worth twice as much: for graded judgements where the best must come first.
-- meaning_zh: 同 nDCG，但每高一级增益约翻倍，适用于必须把最佳项排在最前的分级评价。
-- direction: higher
-- range: 0 1
-- level: context
-- formula: Σ_{rank ≤ k} (2^grade − 1) / log2(rank + 1), divided by the same sum over the ideal order
-- gain: 2^grade − 1 (exponential)
-- ideal: every judged item of the context by grade, whether ranked or not
-- ties: score descending, then item_id ascending
-- unjudged: grade 0
-- undefined: contexts without an item of grade above 0
-- source: Burges et al., Learning to rank using gradient descent, ICML 2005

with reached as (
    select context_id, sum((pow(2, grade) - 1) / log2(rank + 1)) as gain from ranked where rank <= $k group by context_id
),
ideal as (
    select context_id, sum((pow(2, grade) - 1) / log2(ideal_rank + 1)) as gain from judged where ideal_rank <= $k group by context_id
)
select context_id, coalesce(reached.gain, 0) / nullif(ideal.gain, 0) as value
from asked_context
left join reached using (context_id)
left join ideal using (context_id)
order by context_id;
