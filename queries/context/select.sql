-- The contexts of a span of time, as a temporary table. A search (or any other surface with a slate) is a context; in a
-- source without searches a session is one, as of its first event.

create or replace temp table selected_context as
with session as (
    select
        session_id, min(event.ts) as ts, arg_min(event.user_id, event.ts) as user_id, min(item.platform) as platform
    from events as event left join items as item using (item_id)
    where session_id is not null
        and coalesce(event.source, '') not in (select coalesce(source, '') from searches)
    group by session_id
),
context as (
    select
        search_id as context_id, user_id, session_id, ts, surface, platform, lang, nullif(trim(text), '') as search,
        search_id
    from searches
    where ts is not null
    union all
    select 'session:' || session_id, user_id, session_id, ts, 'session', platform, null, null, null
    from session
    where ts is not null
),
acted_on as (
    select distinct search_id
    from events
    where search_id is not null and action in ('view', 'click', 'cart', 'purchase')
)
select *
from context
where ($start::timestamp is null or ts >= $start::timestamp)
    and ($end::timestamp is null or ts < $end::timestamp)
    and (not $with_actions_only or search_id is null or search_id in (from acted_on))
order by
    case when $limit::bigint is not null then md5_number_lower(context_id || ':' || $seed) end, ts, context_id
limit $limit;

create or replace temp table moments as
select context_id, user_id, session_id, ts from selected_context;
