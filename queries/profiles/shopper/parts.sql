-- What carries the shopper's scores beside everybody's: the sum of each part per explanation, averaged, and its share of
-- all |contribution|. Inputs: own_explanation, own_contribution, everyones_parts, everyones_explanations.
with own as (
    select part, sum(contribution) as total, sum(abs(contribution)) as weight
    from own_contribution
    group by part
)
select
    part, coalesce(own.total, 0) / (select count(*) from own_explanation) as mean,
    coalesce(own.weight, 0) / (select sum(weight) from own) as share,
    everyone.total / (select explanations from everyones_explanations) as everyone_mean,
    everyone.weight / (select sum(weight) from everyones_parts) as everyone_share,
    (select count(*) from own_explanation) as explanations
from everyones_parts as everyone left join own using (part)
where (select count(*) from own_explanation) > 0
order by share desc, part;
