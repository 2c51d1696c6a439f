-- Outcomes from judgements of the same search text, of logged searches and of the judged texts themselves; judged twice,
-- the higher grade counts. Input: level_of_grade (scale, grade, level).

with judgement as (
    select lower(trim(search_text)) as text, item_id, max(coalesce(level, judgements.grade)) as grade
    from judgements
    left join level_of_grade
        on judgements.scale = level_of_grade.scale and abs(judgements.grade - level_of_grade.grade) < 1e-9
    where judgements.grade is not null and not isnan(judgements.grade)
    group by all
)
select search_id as context_id, item_id, grade
from searches join judgement on lower(trim(searches.text)) = judgement.text
union all
select 'judged:' || text, item_id, grade from judgement;
