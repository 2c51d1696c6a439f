-- title: nDCG, graded
-- title_zh: 归一化折损累计增益（线性）
-- meaning: How much of the best possible gain the first k places hold, early places counting more.
-- meaning_zh: 前 k 位获得的增益占理想排序的比例，位置越前权重越大。
-- direction: higher
-- range: 0 1
-- level: context
-- formula: Σ_{rank ≤ k} grade / log2(rank + 1), divided by the same sum over the ideal order
-- gain: the grade itself (linear)
-- ideal: every judged item of the context by grade, whether ranked or not
-- ties: score descending, then item_id ascending
-- unjudged: grade 0
-- undefined: contexts without an item of grade above 0
-- source: Järvelin and Kekäläinen, Cumulated gain-based evaluation of IR techniques, ACM TOIS 2002

with reached as (
    select context_id, sum(grade / log2(rank + 1)) as gain from ranked where rank <= $k group by context_id
),
ideal as (
    select context_id, sum(grade / log2(ideal_rank + 1)) as gain from judged where ideal_rank <= $k group by context_id
)
select context_id, coalesce(reached.gain, 0) / nullif(ideal.gain, 0) as value
from asked_context
left join reached using (context_id)
left join ideal using (context_id)
order by context_id;
