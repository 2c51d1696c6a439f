-- What everybody does and how everybody is served, to hold a shopper against; made once for the people gathered.

-- A source without searches has its sessions for contexts.
create or replace temp table sources_of_searches as
select distinct coalesce(source, '') as source from searches;

-- The searches that $many shoppers typed.
create or replace temp table usual_search as
select lower(trim(text)) as bare
from searches
where trim(text) <> ''
group by bare
having count(distinct coalesce(user_id, 'session:' || session_id)) >= $many;

create or replace temp table everyone_served as
select
    ranker_id, metric, avg(value) as mean, count(*) as contexts, bool_and(value in (0, 1)) as is_rate
from context_metrics
group by ranker_id, metric;

create or replace temp table everyones_liking as
with fact as (
    select item_id, any_value(category) as category, any_value(brand) as brand from items group by item_id
)
select
    if(grouping(category) = 0, 'category', 'brand') as of, coalesce(category, brand) as subject, count(*) as actions,
    count(distinct user_id) as shoppers
from events join fact using (item_id)
where action in ('view', 'click', 'cart', 'purchase') and events.ts < $now::timestamp
group by grouping sets ((category), (brand));

-- The ranker that was explained last, and what carries its scores.
create or replace temp table newest_explained as
select arg_max(ranker_id, made_at) as ranker_id from explanations;

create or replace temp table everyones_explanations as
select count(*) as explanations, count(distinct user_id) as shoppers
from explanations
where ranker_id = (from newest_explained);

create or replace temp table everyones_drivers as
select part, driver_key, sum(contribution) as total, sum(abs(contribution)) as weight
from contributions
where explanation_key in (select explanation_key from explanations where ranker_id = (from newest_explained))
group by part, driver_key;

create or replace temp table everyones_parts as
select part, sum(total) as total, sum(weight) as weight from everyones_drivers group by part;
