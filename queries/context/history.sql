-- What the shopper looked at last: up to $n different items, the most recent first, for each moment.
-- A visit is a run of actions on one item; the last 4·$n visits are looked at. Shoppers without an id are followed within
-- their session. Inputs: moments (context_id, user_id, session_id, ts) and actions.

with moment as (
    select context_id, ts, coalesce(user_id, 'session:' || session_id) as shopper from moments
),
action as (
    select
        coalesce(user_id, 'session:' || session_id) as shopper, ts, item_id,
        lag(item_id) over (partition by shopper order by ts, item_id) as item_before
    from actions
    where interested and item_id is not null
        and (user_id in (select user_id from moments)
            or user_id is null and session_id in (select session_id from moments where user_id is null))
),
visit as (
    select shopper, ts, item_id, row_number() over (partition by shopper order by ts, item_id) as visit
    from action
    where item_before is distinct from item_id
),
last_visit as (
    select moment.context_id, moment.shopper, past.visit
    from moment
    asof join (select shopper, ts, max(visit) as visit from visit group by shopper, ts) as past
        on moment.shopper = past.shopper and moment.ts > past.ts
),
wanted as (
    select *, unnest(range(greatest(visit - 4 * $n + 1, 1), visit + 1)) as wanted_visit from last_visit
),
recent as (
    select wanted.context_id, past.item_id, max(past.visit) as visit
    from wanted join visit as past on wanted.shopper = past.shopper and wanted.wanted_visit = past.visit
    group by wanted.context_id, past.item_id
)
select context_id, list(item_id order by visit desc)[:$n] as history from recent group by context_id;
