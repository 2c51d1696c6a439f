-- Gives every observation its segment of one dimension, and of another where there are two.
-- Input: key_of (segmenting/key_of.sql).

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
left join first_told on first_told.key = key_of($first_kind, context_id, user_id, item_id)
left join second_told on second_told.key = key_of($second_kind, context_id, user_id, item_id);
