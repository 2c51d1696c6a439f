-- title: nDCG, hopeful
-- title_zh: 乐观的 nDCG
-- meaning: Breaks ties of the score in favour of the better item, which flatters a ranker that cannot tell items
--    apart.
-- meaning_zh: 得分相同时偏向更好的商品，高估排序器。
-- family: ranking
-- level: context
-- unit: share of the ideal
-- direction: higher
-- range: 0 1
-- formula: as nDCG
-- gain: the grade itself
-- cutoff: the first k places
-- ideal: every judged item of the context by grade
-- ties: score descending, then item_id ascending
-- unjudged: grade 0
-- undefined: contexts without an item of grade above 0
-- floor: as nDCG, but of the first k places only
-- needs: outcomes
-- source: none: the broken twin that the contract must reject

with hopeful as (
    select
        context_no, coalesce(grade, 0) as grade,
        row_number() over (partition by context_no order by score desc, grade desc) as hopeful_rank
    from slate_row left join judged using (context_no, item_no)
),
reached as (
    select
        context_no, sum(grade / log2(hopeful_rank + 1)) filter (where hopeful_rank <= $k) as gain,
        avg(grade) filter (where hopeful_rank <= $k) as mean
    from hopeful
    group by context_no
),
ideal as (
    select context_no, sum(grade / log2(ideal_rank + 1)) as gain from judged where ideal_rank <= $k group by context_no
)
select
    context_no, coalesce(reached.gain, 0) / ideal.gain as value,
    coalesce(reached.mean, 0) * depth.discount / ideal.gain as floor
from context
join ideal using (context_no)
left join reached using (context_no)
join depth on depth.places = least($k, candidates);
