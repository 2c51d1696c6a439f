-- The contexts behind a figure, the lowest values first. Inputs: observation, every_context, usual_search.

with found as (
    select context_id, any_value(user_id) as user_id, any_value(ts) as ts, avg(value) as value, count(*) as observations
    from observation
    group by context_id
)
select
    found.context_id, found.user_id, found.ts, if(usual.bare is not null, context.search, null) as search,
    context.search is not null and usual.bare is null as rare, value, observations
from found
join every_context as context using (context_id)
left join usual_search as usual on lower(trim(context.search)) = usual.bare
order by value, found.ts, context_id
limit $limit;
