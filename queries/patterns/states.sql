-- How many of the chosen explanations are in each state.
select state, count(explanation_no) as explanations
from unnest(['fresh', 'other ranker', 'data changed']) as states(state) left join chosen_explanation using (state)
group by state
order by list_position(['fresh', 'other ranker', 'data changed'], state);
