-- Contexts by the furthest step they reached: 1 came, 2 saw a slate, 3 clicked, 4 put in the cart, 5 bought; by the
-- segments of $dimension, or all together. Input: every_context.
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
),
reached as (
    select
        context_id, coalesce(user_id, 'session:' || session_id, context_id) as shopper,
        coalesce(acted.step, acted_in_session.step, if(shown.search_id is null, 1, 2)) as step
    from every_context as context
    left join acted using (search_id)
    left join acted_in_session using (context_id)
    left join shown using (search_id)
),
told as (
    select key as context_id, any_value(segment) as segment
    from segments
    where dimension = $dimension::varchar and key_kind = 'context'
    group by key
)
select
    coalesce(segment, $absent) as segment, step, count(*) as contexts, count(distinct shopper) as shoppers
from reached left join told using (context_id)
group by all
order by segment, step;
