-- Which shopper bought which item before a moment, once each: the input of an item-to-item cosine.

select distinct user_id, item_id
from events
where ts < $before::timestamp and user_id is not null and item_id is not null and action = 'purchase'
order by user_id, item_id;
