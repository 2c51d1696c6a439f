-- All there is of one shopper: their contexts, what they did, what they were shown. Inputs: every_context, items.

create or replace temp table own_context as select * from every_context where user_id = $user_id and ts < $now::timestamp;

create or replace temp table own_event as
select ts, session_id, search_id, item_id, if(action = 'view', 'click', action) as action, quantity, price
from events
where user_id = $user_id and ts < $now::timestamp and action in ('view', 'click', 'cart', 'purchase', 'return');

create or replace temp table own_shown as
select shown.search_id, shown.item_id, shown.position, shown.price
from impressions as shown
where shown.search_id in (select search_id from own_context where search_id is not null);

create or replace temp table own_item as
select item_id, any_value(title) as title, any_value(category) as category, any_value(brand) as brand,
    any_value(currency) as currency, any_value(price) as price
from items
where item_id in (select item_id from own_event union all select item_id from own_shown)
group by item_id;

-- Their searches as they may be shown: those that $many shoppers typed.
create or replace temp table own_usual as
select lower(trim(text)) as bare
from searches
where lower(trim(text)) in (select lower(search) from own_context)
group by bare
having count(distinct coalesce(user_id, 'session:' || session_id)) >= $many;
