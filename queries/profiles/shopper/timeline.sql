-- What was searched, seen and done, the latest $moments, in order of time. Rare searches are not told.
with step as (
    select
        ts, if(search is null, 'browse', 'search') as kind, context_id, search, null as item_id, 1::bigint as items,
        0 as turn
    from own_context
    where search_id is not null
    union all
    select ts, 'seen', context_id, search, null, count(*), 1
    from own_context join own_shown using (search_id)
    group by context_id, ts, search
    union all
    select ts, action, search_id, null, item_id, 1, 2 from own_event
)
select
    ts, kind, context_id, if(lower(search) in (from own_usual), search, null) as search,
    search is not null and lower(search) not in (from own_usual) as rare, item_id, title, items
from step left join own_item using (item_id)
qualify row_number() over (order by ts desc, turn desc, kind, item_id) <= $moments
order by ts, turn, kind, item_id;
