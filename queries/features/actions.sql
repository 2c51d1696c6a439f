-- What shoppers did, each action beside the facts of its item. Everything about shoppers is counted from this table.
-- Opening an item's page (view) and clicking on it (click) are one thing here: a click.

-- Inside a transaction DuckDB takes our temporary tables for empty and would join them row by row.
set asof_loop_join_threshold = 0;

-- Items, shelves (category of a platform) and labels (brand of a platform) are numbered: ASOF joins on numbers are fast.
create or replace temp table item_facts as
with item as (
    select distinct on (item_id)
        item_id, coalesce(platform, '') as platform, category, brand, coalesce(currency, '') as currency,
        price as catalogue_price, list_price, listed_at
    from items
    order by item_id, source
)
select
    *,
    (row_number() over (order by item_id))::integer as item_no,
    (dense_rank() over (order by platform, category))::integer as shelf_no,
    (dense_rank() over (order by platform, brand))::integer as label_no
from item;

create or replace temp table actions as
select
    happened.ts, happened.user_id, happened.session_id, happened.item_id,
    happened.action in ('view', 'click') as clicked,
    happened.action = 'purchase' as bought,
    happened.action in ('view', 'click', 'cart', 'purchase') as interested,
    coalesce(happened.price, item.catalogue_price) as price,
    coalesce(happened.quantity, 1) as quantity,
    item.category, item.brand, coalesce(item.currency, '') as currency, item.item_no
from events as happened
left join item_facts as item using (item_id)
where happened.ts is not null;
