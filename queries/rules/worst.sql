-- The explanations that violate a rule most.
select explanation_id, context_id, item_id, rank, value, words
from judged join chosen_explanation using (explanation_no)
where excess > 1e-9
order by excess desc, explanation_id
limit $limit;
