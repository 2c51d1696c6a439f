-- How many of the chosen explanations are in each state.
select state, count(*) as explanations from chosen_explanation group by state;
