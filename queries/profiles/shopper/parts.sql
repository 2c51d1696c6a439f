-- What carries the shopper's scores beside everybody's: the sum of each part per explanation, averaged, and its share of
-- all |contribution|. Of the ranker that was explained last.
create temp table if not exists explained_by as select arg_max(ranker_id, made_at) as ranker_id from explanations;

create temp table if not exists everyones_parts as
select part, sum(contribution) as total, sum(abs(contribution)) as weight
from contributions join explanations using (explanation_id)
where ranker_id = (select ranker_id from explained_by)
group by part;

create temp table if not exists everyones_explanations as
select count(*) as explanations, count(distinct user_id) as shoppers
from explanations
where ranker_id = (select ranker_id from explained_by);

create or replace temp table own_explanation as
select explanation_id, explanation_key
from explanations
where user_id = $user_id and ranker_id = (select ranker_id from explained_by);

with own as (
    select part, sum(contribution) as total, sum(abs(contribution)) as weight
    from contributions
    where explanation_id in (select explanation_id from own_explanation)
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
