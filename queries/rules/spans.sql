-- Where the words of a rule stand, in at most $limit explanations, the same at every call. Inputs: matched_word.
with sampled as (
    select explanation_id, context_id, user_id, item_id, search, ts, score, base
    from chosen_explanation
    where explanation_id in (select explanation_id from matched_word)
    order by hash(explanation_id, $seed::bigint)
    limit $limit
)
select sampled.*, part, field, start_char, end_char, word
from sampled join matched_word using (explanation_id)
order by explanation_id, part, field, start_char;
