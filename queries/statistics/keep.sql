-- Keeps the observations of one segment. Input: key_of (segmenting/key_of.sql).

create or replace temp table observation as
with told as (
    select key, segment from segments where dimension = $dimension
)
select observation.*
from observation
left join told on told.key = key_of($key_kind, context_id, user_id, item_id)
where coalesce(told.segment, $absent) = $segment;
