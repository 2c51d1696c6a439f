-- Rows that point at an item or a search that does not exist, where this source says which ones do.
-- Judgements may speak of items that another import brings. Searches first: what points at a search that was rejected is an orphan too.
-- Needs new_*; everything else that can reject a row has run before.

create or replace temp table known_items as
select item_id from new_items
where row_id is null or row_id not in (select row_id from rejected)
union
select item_id from items where exists (from new_items);

create or replace temp table known_searches as
select search_id from new_searches
where row_id is null or row_id not in (select row_id from rejected)
union
select search_id from searches where exists (from new_searches);

insert into rejected
with pointing as (
    select row_id, search_id, item_id from new_impressions
    union all
    select row_id, search_id, item_id from new_events
    union all
    select row_id, search_id, item_id from new_truth
    union all
    select row_id, null, item_id from new_reviews
),
without_item as (
    select distinct row_id, 'item_id' as "column", 'orphan: no such item' as reason
    from pointing
    anti join known_items using (item_id)
    where exists (from known_items)
),
without_search as (
    select distinct row_id, 'search_id' as "column", 'orphan: no such search' as reason
    from pointing
    anti join known_searches using (search_id)
    where search_id is not null and exists (from known_searches)
)
select distinct on (row_id) row_id, "column", reason
from (from without_search union all from without_item) as orphan
where row_id is not null and row_id not in (select row_id from rejected)
order by row_id, reason;
