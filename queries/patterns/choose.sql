-- The explanations that are asked about. Input: asking.sql.

-- Gathered before they are written: with several threads each part of them would be written twice.
create or replace temp table chosen_explanation as
with gathered as materialized (
    select
        (row_number() over () - 1)::integer as explanation_no, explanation_key, explanation_id, context_id, user_id,
        item_id, search, lang, surface, platform, category, brand, verdict, state, ts, rank, ranker_id, score, base,
        interaction, hash(run, context_id) as slate_key, hash(context_id) as context_key
    from asked_explanation(
        $ranker_id, $start, $end, $lang, $surface, $platform, $category, $brand, $search, $verdict, $state
    )
)
from gathered;

select count(*) as explanations, count(distinct context_key) as contexts from chosen_explanation;
