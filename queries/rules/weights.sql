-- Σ |contribution| of each chosen explanation, which the shares of every rule are of. All are summed before the chosen ones
-- are looked up: that is a third of the time of looking up each contribution.
create or replace temp table explanation_weight as
with weighed as (
    select explanation_key, sum(abs(total)) as weight
    from contributions
    where total is not null
    group by explanation_key
)
select explanation_no, weight
from weighed join (select explanation_no, explanation_key from chosen_explanation) using (explanation_key)
where weight > 0;
