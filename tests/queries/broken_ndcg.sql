-- title: nDCG, hopeful
-- title_zh: 乐观的 nDCG
-- meaning: Breaks ties of the score in favour of the better item, which flatters a ranker that cannot tell items apart.
-- meaning_zh: 得分相同时偏向更好的商品，高估排序器。
-- direction: higher
-- range: 0 1
-- level: context
-- formula: as nDCG
-- gain: the grade itself
-- ideal: every judged item of the context by grade
-- ties: score descending, then item_id ascending
-- unjudged: grade 0
-- undefined: contexts without an item of grade above 0
-- source: none: the broken twin that the contract must reject

with hopeful as (
    select *, row_number() over (partition by context_id order by score desc, grade desc) as hopeful_rank from ranked
),
reached as (
    select context_id, sum(grade / log2(hopeful_rank + 1)) as gain
    from hopeful
    where hopeful_rank <= $k
    group by context_id
),
ideal as (
    select context_id, sum(grade / log2(ideal_rank + 1)) as gain from judged where ideal_rank <= $k group by context_id
)
select context_id, coalesce(reached.gain, 0) / nullif(ideal.gain, 0) as value
from asked_context
left join reached using (context_id)
left join ideal using (context_id)
order by context_id;
