-- All there is of one shopper: their contexts and how well each was served, what they did, what they were shown and why.
-- Inputs: profiles/shopper/everyone.sql.

create or replace temp table own_event as
select ts, session_id, search_id, item_id, if(action = 'view', 'click', action) as action, quantity, price, source
from events
where user_id = $user_id and ts < $now::timestamp and action in ('view', 'click', 'cart', 'purchase', 'return');

-- Contexts as context/every.sql has them, found without putting together the sessions of everybody.
create or replace temp table own_context as
with own_session as (
    select session_id
    from own_event
    where session_id is not null
        and not exists (from sources_of_searches as known where known.source = coalesce(own_event.source, ''))
),
session as (
    select
        session_id, min(event.ts) as ts, arg_min(event.user_id, event.ts) as user_id, min(items.platform) as platform
    from events as event left join items using (item_id)
    where session_id in (from own_session)
        and not exists (from sources_of_searches as known where known.source = coalesce(event.source, ''))
    group by session_id
)
select
    search_id as context_id, user_id, session_id, ts, surface, platform, lang, nullif(trim(text), '') as search,
    search_id
from searches
where user_id = $user_id and ts < $now::timestamp
union all
select 'session:' || session_id, user_id, session_id, ts, 'session', platform, null, null, null
from session
where user_id = $user_id and ts < $now::timestamp;

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

-- Their searches as they may be shown.
create or replace temp table own_usual as
select bare from usual_search where bare in (select lower(search) from own_context);

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
