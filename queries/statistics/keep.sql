-- Keeps the observations of one segment.

create or replace temp table observation as
with told as (
    select key, segment from segments where dimension = $dimension
)
select observation.*
from observation
left join told
    on told.key = case $key_kind
        when 'context' then context_id
        when 'user' then user_id
        when 'item' then item_id
        else context_id || ' ' || item_id
    end
where coalesce(told.segment, $absent) = $segment;
