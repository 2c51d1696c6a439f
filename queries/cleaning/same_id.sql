-- Rows whose id was given before, with other values: by an earlier row of this import, or by another import.
-- A table with an id holds one row for it; whatever came first stays.
-- Needs new_* and the duplicates and repetitions to be marked before.

insert into rejected
with usable as (
    select 'items' as place, 'item_id' as id_column, item_id as id, row_id from new_items
    union all
    select 'users', 'user_id', user_id, row_id from new_users
    union all
    select 'searches', 'search_id', search_id, row_id from new_searches
    union all
    select 'reviews', 'review_id', review_id, row_id from new_reviews where review_id is not null
),
claim as (
    select place, id_column, id, row_id from usable
    where row_id is not null
        and row_id not in (select row_id from rejected)
        and row_id not in (select row_id from repeated)
),
taken as (
    select 'items' as place, item_id as id from items
    union all
    select 'users', user_id from users
    union all
    select 'searches', search_id from searches
    union all
    select 'reviews', review_id from reviews where review_id is not null
),
within as (
    select id_column, unnest(list(row_id order by row_id)[2:]) as row_id from claim group by place, id_column, id
    having count(*) > 1
),
against as (
    select id_column, row_id from claim semi join taken using (place, id)
)
select row_id, any_value(id_column), 'id used before with other values'
from (from within union all from against)
group by row_id;
