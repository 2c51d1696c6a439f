-- The slates a ranker made.

select context_id, item_id, score, probability, candidates from slates where ranker_id = $ranker_id;
