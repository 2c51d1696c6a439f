-- The contexts behind a figure, the lowest values first. Inputs: observation, every_context.

with typed as (
    select lower(trim(search)) as bare, coalesce(user_id, 'session:' || session_id) as shopper
    from every_context
    where search is not null
),
usual as (
    select bare from typed group by bare having count(distinct shopper) >= $many
),
found as (
    select context_id, any_value(user_id) as user_id, any_value(ts) as ts, avg(value) as value, count(*) as observations
    from observation
    group by context_id
)
select
    found.context_id, found.user_id, found.ts, if(usual.bare is not null, context.search, null) as search,
    context.search is not null and usual.bare is null as rare, value, observations
from found
join every_context as context using (context_id)
left join usual on lower(trim(context.search)) = usual.bare
order by value, found.ts, context_id
limit $limit;
