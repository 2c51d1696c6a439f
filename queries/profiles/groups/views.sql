-- Views that questions about groups share. Inputs: shopper, every_context.

-- Shoppers who did anything, by what they spent: in fifths of the buyers of a currency, 5 spent most, 0 bought nothing.
create or replace temp view banded as
select
    *, if(spend is null, 0, ntile(5) over (partition by spend is null, currency order by spend, user_id)) as spend_band
from shopper
where contexts > 0 or orders > 0 or clicks > 0;

-- Contexts with the furthest step they reached: 1 came, 2 saw a slate, 3 clicked, 4 put in the cart, 5 bought.
create or replace temp view reached as
with acted as (
    select
        search_id, max(case action when 'purchase' then 5 when 'cart' then 4 when 'click' then 3 when 'view' then 3 end)
            as step
    from events
    where search_id is not null
    group by search_id
),
acted_in_session as (
    select
        'session:' || session_id as context_id,
        max(case action when 'purchase' then 5 when 'cart' then 4 when 'click' then 3 when 'view' then 3 end) as step
    from events
    where search_id is null and session_id is not null
    group by session_id
),
shown as (
    select distinct search_id from impressions where search_id is not null
)
select
    context_id, coalesce(user_id, 'session:' || session_id, context_id) as shopper,
    coalesce(acted.step, acted_in_session.step, if(shown.search_id is null, 1, 2)) as step
from every_context as context
left join acted using (search_id)
left join acted_in_session using (context_id)
left join shown using (search_id);

-- From what to what a visit goes, step by step, from 1. A visit is a session; the same thing several times in a row is one
-- step, at the moment it began. Sessions end in 'leave' after their last step.
create or replace temp view moved as
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
        session_id, shopper, ts, kind, row_number() over (partition by session_id order by ts, turn, kind) as step,
    from changed
    where kind is distinct from kind_before
)
select
    session_id, shopper, ts, step, kind as here,
    coalesce(lead(kind) over (partition by session_id order by step), 'leave') as there
from step;
