-- Which part of the whole each observation belongs to, by a dimension. Inputs: binned, said.
create or replace temp table parted as
with told as (
    select key, segment from segments where dimension = $dimension
)
select binned.*, coalesce(told.segment, $absent) as part
from binned
join said on said.rowid = binned.seen_row
left join told on told.key = if($key_kind = 'item', said.item_id, said.context_id);
