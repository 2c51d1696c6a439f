-- Adds what a watched column says to `seen`, with the segment of a dimension as its part. Inputs: said (queries/watched),
-- recent_search, known_item (recent.sql).
insert into seen
with told as (
    select key, segment from segments where dimension = $dimension
),
parted as (
    select coalesce(told.segment, $absent) as part, value, said.shopper, said.is_current, count(*) as n
    from said
    left join recent_search using (search_row)
    left join known_item using (item_row)
    left join told on told.key = if($key_kind = 'item', item_id, search_id)
    group by all
)
select $nth, part, value::varchar, shopper, is_current, n from parted;
