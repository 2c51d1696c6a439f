-- How often each shopper acted on each item before a moment: purchases where they buy, clicks and carts beside them.

select
    user_id, item_id,
    count(*) filter (action in ('view', 'click', 'cart', 'purchase')) as n,
    count(*) filter (action = 'purchase') as purchases,
    max(ts) as last_ts
from events
where ts < $before::timestamp and user_id is not null and item_id is not null
    and action in ('view', 'click', 'cart', 'purchase')
group by user_id, item_id
order by user_id, n desc, item_id;
