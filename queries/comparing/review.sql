-- One review with everything that was kept of it.
select document, page_en, page_zh from ranker_reviews where review_id = $review_id;
