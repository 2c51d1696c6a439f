-- Contexts of the current window that show a bin, the latest first. Inputs: said (queries/watched), value_bin of this column, recent_search,
-- known_item (recent.sql), every_context, usual_search.

with found as (
    select search_row, min(item_id) as item_id
    from said
    join value_bin on value_bin.value is not distinct from said.value::varchar and value_bin.bin = $bin
    left join known_item using (item_row)
    where is_current and search_row is not null
    group by search_row
)
select
    context_id, context.user_id, context.ts, if(usual.bare is not null, context.search, null) as search,
    context.search is not null and usual.bare is null as rare, found.item_id
from found
join recent_search using (search_row)
join every_context as context on context.context_id = recent_search.search_id
left join usual_search as usual on lower(trim(context.search)) = usual.bare
order by context.ts desc, context_id
limit $limit;
