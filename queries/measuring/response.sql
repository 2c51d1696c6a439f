-- response: what was done with an item in a context; whoever buys or puts into the cart has clicked, whoever buys has
-- put into the cart. item_no is null where the item was not in the slate. Inputs: numbered_context, item_fact.

create or replace temp table response as
with action as (
    select context.context_no, event.item_id, event.action, coalesce(event.quantity, 1) as quantity, event.price
    from events as event join numbered_context as context on event.search_id = context.context_id
    where event.action in ('view', 'click', 'cart', 'purchase') and event.item_id is not null
)
select
    action.context_no, any_value(item.item_no) as item_no, any_value(item.currency) as currency,
    bool_or(action in ('cart', 'purchase')) as carted, bool_or(action = 'purchase') as bought,
    sum(coalesce(action.price, item.price) * quantity) filter (where action = 'purchase') as revenue,
    sum((coalesce(action.price, item.price) - item.cost) * quantity) filter (where action = 'purchase') as margin
from action left join item_fact as item using (item_id)
group by action.context_no, action.item_id;
