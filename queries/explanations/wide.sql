-- One row per chosen explanation: its facts, the sum of each part, and its $top strongest drivers as lists of that length
-- (null where there are fewer). Inputs: chosen_explanation, chosen_contribution, vocabulary.
with placed as (
    select
        explanation_no, role, word, contribution,
        row_number() over (
            partition by explanation_no order by abs(contribution) desc, word, role
        ) as place
    from chosen_contribution join (select driver_key, role, word from vocabulary) using (driver_key)
),
strongest as (
    select
        explanation_no,
        list_resize(list(role || ': ' || word order by place), $top::bigint) as drivers,
        list_resize(list(contribution order by place), $top::bigint) as contributions
    from placed
    where place <= $top
    group by explanation_no
),
part_sum as (
    select
        explanation_no, sum(contribution) filter (part = 'search') as search_sum,
        sum(contribution) filter (part = 'history') as history_sum,
        sum(contribution) filter (part = 'item') as item_sum,
        sum(contribution) filter (part = 'behaviour') as behaviour_sum
    from chosen_contribution join (select driver_key, part from vocabulary) using (driver_key)
    group by explanation_no
)
select
    explanation_id, run, context_id, user_id, item_id, search, lang, surface, platform, category, brand, rank, ts,
    ranker_id, data_id, state, words_method, behaviour_method, background, score, base, probability, interaction,
    completeness_gap, converged, steps, passes, verdict, comprehensiveness, sufficiency, made_at,
    coalesce(search_sum, 0) as search_sum, coalesce(history_sum, 0) as history_sum,
    coalesce(item_sum, 0) as item_sum, coalesce(behaviour_sum, 0) as behaviour_sum, drivers, contributions
from explanations
join (select explanation_no, explanation_key, state from chosen_explanation) using (explanation_key)
left join part_sum using (explanation_no)
left join strongest using (explanation_no)
order by context_id, rank, explanation_id;
