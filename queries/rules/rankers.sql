-- Which rankers the chosen explanations are of.
select distinct ranker_id from chosen_explanation where ranker_id is not null order by ranker_id;
