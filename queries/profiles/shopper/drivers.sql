-- The behaviour features and item words that carry the shopper's scores most, summed per explanation and averaged over
-- all of them (0 where absent), beside everybody's. Words of searches are left to the sums of parts: they may be rare.
-- Inputs: own_explanation, own_contribution, everyones_drivers, everyones_explanations.
with own as (
    select driver_key, sum(contribution) as total, count(distinct explanation_key) as explanations
    from own_contribution
    where part in ('item', 'behaviour')
    group by driver_key
)
select
    drivers.part, drivers.role, drivers.word, own.total / (select count(*) from own_explanation) as mean,
    everyone.total / (select explanations from everyones_explanations) as everyone_mean, own.explanations
from own join everyones_drivers as everyone using (driver_key) join drivers using (driver_key)
order by abs(own.total) desc, drivers.word
limit $drivers;
