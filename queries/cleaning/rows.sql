-- Rows that are wrong by themselves, whatever else was imported. A row has one reason, the adapter's own first.
-- Needs new_* (importing/complete.sql) and the macros of cleaning/checks.sql.

create or replace temp table problems as
select row_id, "column", reason, 0 as priority from unusable where row_id is not null;

insert into problems
with problem as (
    select
        row_id,
        case
            when is_empty(item_id) then ['item_id', 'empty id']
            when is_impossible_price(price) then ['price', 'impossible price']
            when is_impossible_price(list_price) then ['list_price', 'impossible price']
            when is_impossible_time(listed_at) then ['listed_at', 'impossible time']
        end as problem
    from new_items
)
select row_id, problem[1], problem[2], 1 from problem where problem is not null and row_id is not null;

insert into problems
with problem as (
    select
        row_id,
        case
            when is_empty(user_id) then ['user_id', 'empty id']
            when is_impossible_time(joined_at) then ['joined_at', 'impossible time']
        end as problem
    from new_users
)
select row_id, problem[1], problem[2], 1 from problem where problem is not null and row_id is not null;

-- Only a search box needs words: a home page or an advertising slot is asked for nothing. Searches without any clock
-- are texts to judge by (WANDS); where a source has a clock, its adapter refuses rows without a time.
insert into problems
with problem as (
    select
        row_id,
        case
            when is_empty(search_id) then ['search_id', 'empty id']
            when is_impossible_time(ts) then ['ts', 'impossible time']
            when coalesce(surface, 'search') = 'search' and is_empty(text) then ['text', 'empty search']
        end as problem
    from new_searches
)
select row_id, problem[1], problem[2], 1 from problem where problem is not null and row_id is not null;

insert into problems
with problem as (
    select
        row_id,
        case
            when is_empty(search_id) then ['search_id', 'empty id']
            when is_empty(item_id) then ['item_id', 'empty id']
            when position < 1 then ['position', 'impossible position']
            when is_impossible_time(ts) then ['ts', 'impossible time']
            when is_impossible_price(price) then ['price', 'impossible price']
        end as problem
    from new_impressions
)
select row_id, problem[1], problem[2], 1 from problem where problem is not null and row_id is not null;

insert into problems
with problem as (
    select
        row_id,
        case
            when is_empty(item_id) then ['item_id', 'empty id']
            when ts is null or is_impossible_time(ts) then ['ts', 'impossible time']
            when action is null or action not in ('view', 'click', 'cart', 'purchase', 'return')
                then ['action', 'unknown action']
            when is_impossible_price(price) then ['price', 'impossible price']
            when quantity <= 0 then ['quantity', 'impossible quantity']
        end as problem
    from new_events
)
select row_id, problem[1], problem[2], 1 from problem where problem is not null and row_id is not null;

insert into problems
with problem as (
    select
        row_id,
        case
            when is_empty(search_text) then ['search_text', 'empty search']
            when is_empty(item_id) then ['item_id', 'empty id']
            when grade is null or not isfinite(grade) or grade < 0 or grade > scale_max
                then ['grade', 'impossible grade']
        end as problem
    from new_judgements
)
select row_id, problem[1], problem[2], 1 from problem where problem is not null and row_id is not null;

insert into problems
with problem as (
    select
        row_id,
        case
            when is_empty(item_id) then ['item_id', 'empty id']
            when is_impossible_time(ts) then ['ts', 'impossible time']
            when rating is not null and not (rating >= 0 and rating <= 5) then ['rating', 'impossible rating']
            when rating is null and is_empty(text) and is_empty(title) then ['text', 'empty review']
        end as problem
    from new_reviews
)
select row_id, problem[1], problem[2], 1 from problem where problem is not null and row_id is not null;

insert into problems
with problem as (
    select
        row_id,
        case
            when is_empty(search_id) then ['search_id', 'empty id']
            when is_empty(item_id) then ['item_id', 'empty id']
        end as problem
    from new_truth
)
select row_id, problem[1], problem[2], 1 from problem where problem is not null and row_id is not null;

insert into rejected
select row_id, arg_min("column", (priority, reason)), arg_min(reason, (priority, reason)) from problems group by row_id;
