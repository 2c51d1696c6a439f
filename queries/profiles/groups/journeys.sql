-- The ways through a visit: how many visits go from one thing to the next, at each of the first $steps steps. A visit is
-- a session; the same thing several times in a row is one step. Sessions end in 'leave' after their last step.
with happened as (
    select
        session_id, user_id, ts, if(trim(text) <> '', 'search', 'browse') as kind, 0 as turn
    from searches
    where session_id is not null
    union all
    select session_id, user_id, ts, if(action = 'view', 'click', action), 1
    from events
    where session_id is not null and action in ('view', 'click', 'cart', 'purchase', 'return')
),
changed as (
    select
        session_id, coalesce(user_id, 'session:' || session_id) as shopper, ts, turn, kind,
        lag(kind) over visit as kind_before
    from happened
    window visit as (partition by session_id order by ts, turn, kind)
),
step as (
    select
        session_id, shopper, kind, row_number() over (partition by session_id order by ts, turn, kind) as step,
    from changed
    where kind is distinct from kind_before
),
move as (
    select
        session_id, shopper, step, kind as here,
        coalesce(lead(kind) over (partition by session_id order by step), 'leave') as there
    from step
    qualify step <= $steps
)
select step, here, there, count(*) as visits, count(distinct shopper) as shoppers
from move
group by step, here, there
order by step, here, there;
