-- The explanations that violate a rule most, with the words it speaks of. Inputs: judged, matched_name.
with worst as (
    select explanation_no, explanation_id, context_id, item_id, rank, value, excess
    from judged join chosen_explanation using (explanation_no)
    where excess > 1e-9
    order by excess desc, explanation_id
    limit $limit
),
named as (
    select explanation_no, list(distinct word order by word) as words
    from matched_name
    where explanation_no in (select explanation_no from worst)
    group by explanation_no
)
select explanation_id, context_id, item_id, rank, value, coalesce(words, []) as words
from worst left join named using (explanation_no)
order by excess desc, explanation_id;
