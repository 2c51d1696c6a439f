-- How many explanations are in each state; a state without any is said too. Input: stated_explanation.
select state, count(explanation_id) as explanations
from unnest(['fresh', 'other ranker', 'data changed']) as states(state) left join stated_explanation using (state)
group by state
order by list_position(['fresh', 'other ranker', 'data changed'], state);
