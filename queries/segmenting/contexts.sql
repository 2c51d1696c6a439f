-- The contexts as dimensions read them, one row each. Input: selected_context (context/select.sql).
-- shopper: the unit that everything is counted by; without an id a shopper is followed within their session.

create or replace temp table context as
with device as (
    select search_id, any_value(device) as device from searches group by search_id
)
select
    context_id, coalesce(user_id, 'session:' || session_id, context_id) as shopper, user_id, session_id, ts, surface,
    platform, lang, device, search
from selected_context left join device using (search_id);

-- What the shopper had done strictly before each context: later rows can change nothing here.
create or replace temp table before as
with step as (
    select shopper, ts, 0 as actions, 0 as purchases from context
    union all
    select
        coalesce(user_id, 'session:' || session_id), ts, interested::integer,
        bought::integer
    from actions
    where user_id is not null or session_id is not null
),
moment as (
    select shopper, ts, sum(actions) as actions, sum(purchases) as purchases from step group by shopper, ts
),
so_far as (
    select
        shopper, ts, sum(actions) over earlier as actions, sum(purchases) over earlier as purchases,
        min(ts) over earlier as first_ts
    from moment
    window earlier as (partition by shopper order by ts)
),
joined as (
    select user_id, min(joined_at) as joined_at from users group by user_id
)
select
    context.context_id, context.shopper, context.user_id, context.ts,
    coalesce(now.actions, 0)::bigint as actions,
    (coalesce(now.actions, 0) - coalesce(month.actions, 0))::bigint as actions_30d,
    coalesce(now.purchases, 0)::bigint as purchases,
    now.ts as last_ts,
    if(joined.joined_at <= context.ts, joined.joined_at, coalesce(now.first_ts, context.ts)) as first_ts
from context
asof left join so_far as now on context.shopper = now.shopper and context.ts > now.ts
asof left join so_far as month on context.shopper = month.shopper and context.ts - interval 30 day > month.ts
left join joined on context.user_id = joined.user_id;

-- Buyers are scored by what they had bought at the start of each context's week.
create or replace temp table rfm_moment as
select distinct date_trunc('week', ts) as moment from context;
