-- The days that the log spans.
with moment as (
    select min(ts) as first, max(ts) as last from searches
    union all
    select min(ts), max(ts) from impressions
    union all
    select min(ts), max(ts) from events
)
select date_trunc('day', min(first))::timestamp as first, date_trunc('day', max(last))::timestamp as last from moment;
