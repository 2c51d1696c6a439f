select distinct context_id from slates where ranker_id = $ranker_id;
