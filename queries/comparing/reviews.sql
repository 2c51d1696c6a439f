-- The reviews there are, the newest first, without what they hold.
select review_id, made_at, reviewer, decision, a, b, metric, data_id
from ranker_reviews
order by made_at desc, review_id;
