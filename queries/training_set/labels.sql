-- The logged pairs of each selected context: the slate's impressions and every item acted on. A purchase is also a cart
-- and a click; a cart is also a click. Of a session's items at most $cap are kept, bought ones first, chosen by hash.

create or replace temp table every_label as
with logged as (
    select context.context_id, shown.item_id, shown.position, 0 as click, 0 as cart, 0 as purchase
    from selected_context as context join impressions as shown using (search_id)
    union all
    select
        context.context_id, event.item_id, null, 1, (event.action in ('cart', 'purchase'))::integer,
        (event.action = 'purchase')::integer
    from selected_context as context
    join events as event
        on event.search_id = context.search_id
    where event.action in ('view', 'click', 'cart', 'purchase') and event.item_id is not null
    union all
    select
        context.context_id, event.item_id, null, 1, (event.action in ('cart', 'purchase'))::integer,
        (event.action = 'purchase')::integer
    from selected_context as context
    join events as event
        on context.search_id is null and event.session_id = context.session_id
    where event.action in ('view', 'click', 'cart', 'purchase') and event.item_id is not null
)
select
    context_id, item_id, min(position) as position, max(click) as click, max(cart) as cart, max(purchase) as purchase
from logged
group by context_id, item_id;

create or replace temp table labelled as
select label.*
from every_label as label join selected_context as context using (context_id)
qualify context.search_id is not null or row_number() over (
    partition by context_id
    order by purchase desc, md5_number_lower(context_id || ':' || item_id || ':' || $seed), item_id
) <= $cap;
