-- All there is of one shopper: their contexts and how well each was served, what they did, what they were shown and why.
-- Each table is read once. Inputs: every_context, newest_explained.

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

create or replace temp table own_metric as
select ranker_id, metric, context_id, value
from context_metrics
where context_id in (select context_id from own_context);

-- Of the ranker that was explained last.
create or replace temp table own_explanation as
select explanation_id, explanation_key, context_id
from explanations
where user_id = $user_id and ranker_id = (from newest_explained);

create or replace temp table own_contribution as
select explanation_key, part, driver_key, contribution
from contributions
where explanation_key in (select explanation_key from own_explanation);
