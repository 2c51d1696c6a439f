-- Σ |contribution| of each chosen explanation, which every rule's shares are of.
create or replace temp table explanation_weight as
select explanation_no, sum(abs(contribution)) as weight
from chosen_contribution
group by explanation_no
having weight > 0;
