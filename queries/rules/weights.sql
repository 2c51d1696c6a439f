-- Σ |contribution| of each chosen explanation, which the shares of every rule are of.
create or replace temp table explanation_weight as
select explanation_no, sum(abs(total)) as weight
from contributions join (select explanation_no, explanation_key from chosen_explanation) using (explanation_key)
where total is not null
group by explanation_no
having weight > 0;
