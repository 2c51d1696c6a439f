-- The behaviour features and item words that carry the shopper's scores most, summed per explanation and averaged over
-- all of them (0 where absent), beside everybody's. Words of searches are left to the sums of parts: they may be rare.
-- Inputs: own_explanation, explained_by, everyones_explanations (profiles/shopper/parts.sql).
create temp table if not exists everyones_drivers as
select driver_key, sum(contribution) as total, count(distinct explanation_id) as explanations
from contributions join explanations using (explanation_id)
where part in ('item', 'behaviour') and ranker_id = (select ranker_id from explained_by)
group by driver_key;

with own as (
    select driver_key, sum(contribution) as total, count(distinct explanation_id) as explanations
    from contributions
    where part in ('item', 'behaviour') and explanation_id in (select explanation_id from own_explanation)
    group by driver_key
)
select
    drivers.part, drivers.role, drivers.word, own.total / (select count(*) from own_explanation) as mean,
    everyone.total / (select explanations from everyones_explanations) as everyone_mean, own.explanations
from own join everyones_drivers as everyone using (driver_key) join drivers using (driver_key)
order by abs(own.total) desc, drivers.word
limit $drivers;
