-- The moment just after the last thing that was logged.

with logged as (
    select max(ts) as ts from events
    union all
    select max(ts) from searches
    union all
    select max(ts) from reviews
    union all
    select max(listed_at) from items
)
select coalesce(max(ts) + interval 1 microsecond, timestamp '1970-01-01') as as_of from logged;
