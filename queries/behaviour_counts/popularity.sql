-- How often each item of the catalogue was clicked and bought before a moment, most bought first.

select
    item.item_id,
    count(*) filter (event.action in ('view', 'click')) as clicks,
    count(*) filter (event.action = 'purchase') as purchases
from (select distinct item_id from items) as item
left join events as event on item.item_id = event.item_id and event.ts < $before::timestamp
group by item.item_id
order by purchases desc, clicks desc, item.item_id;
