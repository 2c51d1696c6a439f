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
