-- Gives every staged table all columns of its canonical table, in order, null where the adapter has none.
-- Needs staged_* (importing/begin.sql, then the adapter).

create temp table shape_items as select null::bigint as row_id, * exclude (source) from items limit 0;
create temp table shape_users as select null::bigint as row_id, * exclude (source) from users limit 0;
create temp table shape_searches as select null::bigint as row_id, * exclude (source) from searches limit 0;
create temp table shape_impressions as select null::bigint as row_id, * exclude (source) from impressions limit 0;
create temp table shape_events as select null::bigint as row_id, * exclude (source) from events limit 0;
create temp table shape_judgements as select null::bigint as row_id, * exclude (source) from judgements limit 0;
create temp table shape_reviews as select null::bigint as row_id, * exclude (source) from reviews limit 0;
create temp table shape_truth as select null::bigint as row_id, * exclude (source) from truth limit 0;

create temp view new_items as from shape_items union all by name from staged_items;
create temp view new_users as from shape_users union all by name from staged_users;
create temp view new_searches as from shape_searches union all by name from staged_searches;
create temp view new_impressions as from shape_impressions union all by name from staged_impressions;
create temp view new_events as from shape_events union all by name from staged_events;
create temp view new_judgements as from shape_judgements union all by name from staged_judgements;
create temp view new_reviews as from shape_reviews union all by name from staged_reviews;
create temp view new_truth as from shape_truth union all by name from staged_truth;

-- Tables that hold one row for an id.
create temp view new_items_ids as select row_id, item_id as id from new_items where row_id is not null;
create temp view new_users_ids as select row_id, user_id as id from new_users where row_id is not null;
create temp view new_searches_ids as select row_id, search_id as id from new_searches where row_id is not null;
create temp view new_reviews_ids as
select row_id, review_id as id from new_reviews where row_id is not null and review_id is not null;

create temp view items_ids as select item_id as id from items;
create temp view users_ids as select user_id as id from users;
create temp view searches_ids as select search_id as id from searches;
create temp view reviews_ids as select review_id as id from reviews where review_id is not null;
