-- What was logged in the two windows, as numbers: each row with its shopper, hashed (who is without an id is told apart by
-- the search), and whether it is of the current window. search_row and item_row number the rows of recent_search and
-- known_item, null where the search was before the windows or the item is not in the catalogue.

create or replace temp table known_item as
select (row_number() over ())::integer as item_row, item_id, category, brand from items;

create or replace temp table recent_search as
select
    (row_number() over ())::integer as search_row, search_id, text, lang, platform, surface, device, hash(coalesce(user_id, session_id, search_id)) as shopper,
    ts >= $current_start as is_current
from searches
where ts >= $reference_start and ts < $current_end;

create or replace temp table recent_shown as
select
    search_row, item_row, coalesce(search.shopper, hash(shown.search_id)) as shopper,
    shown.ts >= $current_start as is_current, price
from impressions as shown
left join recent_search as search using (search_id)
left join known_item as item using (item_id)
where shown.ts >= $reference_start and shown.ts < $current_end;

create or replace temp table recent_action as
select
    search_row, item_row,
    hash(coalesce(event.user_id, event.session_id, event.search_id)) as shopper, event.ts >= $current_start as is_current,
    action
from events as event
left join recent_search as search using (search_id)
left join known_item as item using (item_id)
where event.ts >= $reference_start and event.ts < $current_end;
