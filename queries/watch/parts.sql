-- Which part of the whole each observation belongs to. Input: binned. $dimension null: everything is one part.
create or replace temp table parted as
with told as (
    select key, segment from segments where dimension = $dimension
)
select binned.*, if($dimension::varchar is null, '', coalesce(told.segment, $absent)) as part
from binned left join told on told.key = if($key_kind = 'item', item_id, context_id);
