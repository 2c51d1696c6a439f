-- The explanations of two sides of a comparison; one that both sides ask for is on both. Input: asking.sql.
create or replace temp table side_explanation as
with gathered as materialized (
    select false as on_b, explanation_key, user_id, hash(context_id) as context_key
    from asked_explanation(
        $a_ranker_id, $a_start, $a_end, $a_lang, $a_surface, $a_platform, $a_category, $a_brand, $a_search, $a_verdict,
        $a_state
    )
    union all
    select true, explanation_key, user_id, hash(context_id)
    from asked_explanation(
        $b_ranker_id, $b_start, $b_end, $b_lang, $b_surface, $b_platform, $b_category, $b_brand, $b_search, $b_verdict,
        $b_state
    )
)
from gathered;
