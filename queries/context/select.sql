-- The contexts of a span of time, in the order they happened. A search (or any other surface with a slate) is a context;
-- in a source without searches a session is one, as of its first event.

create or replace temp table selected_context as
with session as (
    select
        session_id, min(ts) as ts, arg_min(user_id, ts) as user_id,
        min(item.platform) as platform
    from events as event left join items as item using (item_id)
    where session_id is not null
        and coalesce(event.source, '') not in (select coalesce(source, '') from searches)
    group by session_id
),
context as (
    select
        search_id as context_id, user_id, session_id, ts, surface, platform, lang,
        nullif(trim(text), '') as search, search_id
    from searches
    union all
    select
        'session:' || session_id, user_id, session_id, ts, 'session', platform, null, null, null
    from session
),
acted_on as (
    select distinct search_id from events where search_id is not null and action in ('view', 'click', 'cart', 'purchase')
)
select context.*
from context
where (ts >= $start::timestamp or $start is null)
    and (ts < $end::timestamp or $end is null)
    and (not $with_actions_only or search_id is null or search_id in (from acted_on))
order by
    case when $limit is not null then md5_number_lower(context_id || ':' || $seed) end, ts, context_id
limit $limit;

-- A visit is a run of actions on one item; the history is the last five different items among the last twelve visits.
-- Shoppers without an id are followed within their session.
create or replace temp table visit as
with action as (
    select
        coalesce(user_id, 'session:' || session_id) as shopper, ts, item_id,
        lag(item_id) over (partition by shopper order by ts, item_id) as item_before
    from events
    where item_id is not null and ts is not null and action in ('view', 'click', 'cart', 'purchase')
        and shopper in (select coalesce(user_id, 'session:' || session_id) from selected_context)
)
select shopper, ts, item_id, row_number() over (partition by shopper order by ts, item_id) as visit
from action
where item_before is distinct from item_id;

with moment as (
    select context_id, ts, coalesce(user_id, 'session:' || session_id) as shopper from selected_context
),
last_visit as (
    select moment.context_id, moment.shopper, past.visit
    from moment
    asof join (select shopper, ts, max(visit) as visit from visit group by shopper, ts) as past
        on moment.shopper = past.shopper and moment.ts > past.ts
),
recent as (
    select last_visit.context_id, past.item_id, max(past.visit) as visit
    from (select *, unnest(range(greatest(visit - 11, 1), visit + 1)) as wanted from last_visit) as last_visit
    join visit as past on last_visit.shopper = past.shopper and last_visit.wanted = past.visit
    group by last_visit.context_id, past.item_id
),
history as (
    select context_id, list(item_id order by visit desc)[:5] as history from recent group by context_id
)
select
    context_id, user_id, session_id, ts, surface, platform, lang, search, coalesce(history, []) as history
from selected_context left join history using (context_id)
order by ts, context_id;
