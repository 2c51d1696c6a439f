-- Rows that are wrong by themselves, whatever else was imported. A row has one reason, the adapter's own first.
-- One short question per column and rule: Parquet's own statistics answer most of them without reading a row.
-- Needs new_* (importing/complete.sql) and the macros of cleaning/checks.sql.

create or replace temp table problems as
select row_id, "column", reason, 0 as priority from unusable where row_id is not null;

insert into problems
select row_id, 'item_id', 'empty id', 1 from new_items where row_id is not null and is_empty(item_id)
union all
select row_id, 'price', 'impossible price', 1 from new_items where row_id is not null and is_impossible_price(price)
union all
select row_id, 'list_price', 'impossible price', 1 from new_items
where row_id is not null and is_impossible_price(list_price)
union all
select row_id, 'listed_at', 'impossible time', 1 from new_items
where row_id is not null and is_impossible_time(listed_at);

insert into problems
select row_id, 'user_id', 'empty id', 1 from new_users where row_id is not null and is_empty(user_id)
union all
select row_id, 'joined_at', 'impossible time', 1 from new_users
where row_id is not null and is_impossible_time(joined_at);

-- Only a search box needs words: a home page or an advertising slot is asked for nothing. Searches without any clock
-- are texts to judge by (WANDS); where a source has a clock, its adapter refuses rows without a time.
insert into problems
select row_id, 'search_id', 'empty id', 1 from new_searches where row_id is not null and is_empty(search_id)
union all
select row_id, 'ts', 'impossible time', 1 from new_searches where row_id is not null and is_impossible_time(ts)
union all
select row_id, 'text', 'empty search', 1 from new_searches
where row_id is not null and coalesce(surface, 'search') = 'search' and is_empty(text);

insert into problems
select row_id, 'search_id', 'empty id', 1 from new_impressions where row_id is not null and is_empty(search_id)
union all
select row_id, 'item_id', 'empty id', 1 from new_impressions where row_id is not null and is_empty(item_id)
union all
select row_id, 'position', 'impossible position', 1 from new_impressions where row_id is not null and position < 1
union all
select row_id, 'ts', 'impossible time', 1 from new_impressions where row_id is not null and is_impossible_time(ts)
union all
select row_id, 'price', 'impossible price', 1 from new_impressions
where row_id is not null and is_impossible_price(price);

insert into problems
select row_id, 'item_id', 'empty id', 1 from new_events where row_id is not null and is_empty(item_id)
union all
select row_id, 'ts', 'impossible time', 1 from new_events
where row_id is not null and (ts is null or is_impossible_time(ts))
union all
select row_id, 'action', 'unknown action', 1 from new_events
where row_id is not null and (action is null or action not in ('view', 'click', 'cart', 'purchase', 'return'))
union all
select row_id, 'price', 'impossible price', 1 from new_events where row_id is not null and is_impossible_price(price)
union all
select row_id, 'quantity', 'impossible quantity', 1 from new_events where row_id is not null and quantity <= 0;

insert into problems
select row_id, 'search_text', 'empty search', 1 from new_judgements where row_id is not null and is_empty(search_text)
union all
select row_id, 'item_id', 'empty id', 1 from new_judgements where row_id is not null and is_empty(item_id)
union all
select row_id, 'grade', 'impossible grade', 1 from new_judgements
where row_id is not null and (grade is null or not isfinite(grade) or grade < 0 or grade > scale_max);

insert into problems
select row_id, 'item_id', 'empty id', 1 from new_reviews where row_id is not null and is_empty(item_id)
union all
select row_id, 'ts', 'impossible time', 1 from new_reviews where row_id is not null and is_impossible_time(ts)
union all
select row_id, 'rating', 'impossible rating', 1 from new_reviews
where row_id is not null and not (rating >= 0 and rating <= 5)
union all
select row_id, 'text', 'empty review', 1 from new_reviews
where row_id is not null and rating is null and is_empty(text) and is_empty(title);

insert into problems
select row_id, 'search_id', 'empty id', 1 from new_truth where row_id is not null and is_empty(search_id)
union all
select row_id, 'item_id', 'empty id', 1 from new_truth where row_id is not null and is_empty(item_id);

insert into rejected
select row_id, arg_min("column", (priority, reason)), arg_min(reason, (priority, reason)) from problems group by row_id;
