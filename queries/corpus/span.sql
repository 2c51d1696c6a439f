-- The first and last moment of the log: searches, impressions and events.
select min(first) as first, max(last) as last
from (
    select min(ts) as first, max(ts) as last from searches
    union all
    select min(ts), max(ts) from events
);
