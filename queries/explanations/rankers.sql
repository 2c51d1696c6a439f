-- The rankers that explanations are stored of.
select distinct ranker_id from explanations;
