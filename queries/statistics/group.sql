-- Gives every observation its segment of one dimension, and of another where there are two.

create or replace temp table grouped as
with first_told as (
    select key, segment from segments where dimension = $first
),
second_told as (
    select key, segment from segments where dimension = $second
)
select
    observation.*, coalesce(first_told.segment, $first_absent) as segment,
    coalesce(second_told.segment, $second_absent, '') as other
from observation
left join first_told
    on first_told.key = case $first_kind
        when 'context' then context_id
        when 'user' then user_id
        when 'item' then item_id
        else context_id || ' ' || item_id
    end
left join second_told
    on second_told.key = case $second_kind
        when 'context' then context_id
        when 'user' then user_id
        when 'item' then item_id
        else context_id || ' ' || item_id
    end;
