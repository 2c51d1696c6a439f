-- Which part of the whole each observation belongs to, by a dimension. Input: binned.
create or replace temp table parted as
with told as (
    select key, segment from segments where dimension = $dimension
)
select binned.*, coalesce(told.segment, $absent) as part
from binned left join told on told.key = if($key_kind = 'item', item_id, context_id);
