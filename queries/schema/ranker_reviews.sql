-- What reviewers decided of a ranker beside another, each kept once and never changed. document: everything they had before
-- them, as JSON; review_id: from its SHA-256, so that a changed one shows. page_en, page_zh: the same as pages to keep.
create table if not exists ranker_reviews (
    review_id varchar, made_at timestamp, reviewer varchar, decision varchar, a varchar, b varchar, metric varchar,
    data_id varchar, document varchar, page_en varchar, page_zh varchar
);
