-- The slates as they were shown: an item shown twice counts at its best position. Without a position there is no order.

select search_id as context_id, item_id, -min(position)::double as score
from impressions
where position is not null and search_id is not null and item_id is not null
group by search_id, item_id;
