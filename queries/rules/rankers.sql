-- Which rankers the chosen explanations are of.
select distinct ranker_id
from explanations
where explanation_key in (select explanation_key from chosen_explanation) and ranker_id is not null
order by ranker_id;
