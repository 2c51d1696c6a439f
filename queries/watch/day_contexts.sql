-- Contexts behind a day of a series, in order of time. Inputs: every_context, usual_search.

with done as (
    select
        coalesce(event.search_id, 'session:' || event.session_id) as context_id, event.item_id, event.ts,
        coalesce(event.user_id, event.session_id, event.search_id) as shopper
    from events as event left join items as item using (item_id)
    where event.ts::date = $day::date and if(event.action = 'view', 'click', event.action) = $series
        and ($brand::varchar is null or item.brand = $brand)
    union all
    select search_id, null, ts, coalesce(user_id, session_id, search_id)
    from searches
    where ts::date = $day::date and $series in ('searches', 'impressions')
),
found as (
    select context_id, arg_min(item_id, ts) as item_id
    from done
    where context_id is not null and (select count(distinct shopper) from done) >= $many
    group by context_id
)
select
    found.context_id, context.user_id, context.ts, if(usual.bare is not null, context.search, null) as search,
    context.search is not null and usual.bare is null as rare, found.item_id
from found
join every_context as context using (context_id)
left join usual_search as usual on lower(trim(context.search)) = usual.bare
order by context.ts, context_id
limit $limit;
