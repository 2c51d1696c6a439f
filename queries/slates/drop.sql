delete from slates where ranker_id = $ranker_id;
