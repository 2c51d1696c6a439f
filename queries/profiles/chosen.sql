-- The items each shopper clicked, put in the cart or bought, each pair once.
select distinct user_id, item_id
from events
where user_id is not null and item_id is not null and action in ('view', 'click', 'cart', 'purchase')
order by user_id, item_id;
