-- Keeps a review, once. Input: kept_review, one row.
insert into ranker_reviews by name
select * from kept_review where review_id not in (select review_id from ranker_reviews);
