-- What would make segments meaningless, one row for the first problem of each dimension.

with repeated as (
    select dimension, 'gives ' || key || ' more than one segment' as problem, key
    from found_segments
    group by dimension, key
    having count(*) > 1
),
empty as (
    select dimension, 'gives ' || coalesce(key, 'null') || ' an empty segment or key', key
    from found_segments
    where coalesce(key, '') = '' or coalesce(segment, '') = ''
)
select dimension, min(problem) as problem
from (from repeated union all from empty)
group by dimension
order by dimension;
