-- How often each verdict was given, over all (dimension 'all') and by reason, item, ranker and driver; what was spoken of
-- most comes first.
with said as (
    select
        verdict,
        unnest(['all', 'reason', 'item_id', 'ranker_id', 'driver']) as dimension,
        unnest(['all', reason, item_id, ranker_id, name]) as segment
    from feedback
),

counted as (
    select dimension, segment, verdict, count(*) as times
    from said
    where segment is not null
    group by all
)

select dimension, segment, verdict, times
from counted
order by
    list_position(['all', 'reason', 'item_id', 'ranker_id', 'driver'], dimension),
    sum(times) over (partition by dimension, segment) desc, segment, verdict;
