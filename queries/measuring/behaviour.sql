-- Outcomes from what shoppers did: in each context an item has the grade of the best thing done with it. Contexts are
-- those of context/select.sql: searches, and sessions of a source without searches. A grade of 0 counts as nothing.

with action as (
    select
        if(coalesce(source, '') in (select coalesce(source, '') from searches), search_id, 'session:' || session_id)
            as context_id,
        item_id,
        case action when 'purchase' then $purchase when 'cart' then $cart else $click end::double as grade
    from events
    where action in ('view', 'click', 'cart', 'purchase') and item_id is not null
)
select context_id, item_id, max(grade) as grade
from action
where context_id is not null and grade > 0
group by context_id, item_id;
