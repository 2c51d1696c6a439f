-- How many stored explanations there are, and how many do not add up to their score within the tolerance.
select count(*) as explanations, count(*) filter (not converged) as incomplete from explanations;
