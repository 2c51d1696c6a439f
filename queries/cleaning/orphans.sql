-- Rows that point at a search or an item that does not exist, where this source says which ones do.
-- Judgements may speak of items that another import brings. What points at a rejected search or item is an orphan too.
-- Needs new_*; everything else that can reject a row has run before.

create or replace temp table known_items as
select item_id from new_items
where row_id is null or row_id not in (select row_id from rejected)
union
select item_id from items where exists (from new_items);

create or replace temp table known_searches as
select search_id from new_searches
where row_id is null or row_id not in (select row_id from rejected)
union all
select search_id from searches where exists (from new_searches);

create or replace temp table orphan as
select row_id, 'search_id' as "column", 'orphan: no such search' as reason
from new_impressions
where exists (from known_searches) and search_id not in (select search_id from known_searches where search_id is not null)
union all
select row_id, 'search_id', 'orphan: no such search'
from new_events
where exists (from known_searches) and search_id not in (select search_id from known_searches where search_id is not null)
union all
select row_id, 'search_id', 'orphan: no such search'
from new_truth
where exists (from known_searches) and search_id not in (select search_id from known_searches where search_id is not null)
union all
select row_id, 'item_id', 'orphan: no such item'
from new_impressions
where exists (from known_items) and item_id not in (select item_id from known_items where item_id is not null)
union all
select row_id, 'item_id', 'orphan: no such item'
from new_events
where exists (from known_items) and item_id not in (select item_id from known_items where item_id is not null)
union all
select row_id, 'item_id', 'orphan: no such item'
from new_truth
where exists (from known_items) and item_id not in (select item_id from known_items where item_id is not null)
union all
select row_id, 'item_id', 'orphan: no such item'
from new_reviews
where exists (from known_items) and item_id not in (select item_id from known_items where item_id is not null);

insert into rejected
select row_id, max("column"), max(reason)
from orphan
where row_id is not null and row_id not in (select row_id from rejected)
group by row_id;
