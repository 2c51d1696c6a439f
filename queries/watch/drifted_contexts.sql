-- Contexts of the current window that show a bin, the latest first. Inputs: parted, said, every_context, usual_search.

with found as (
    select context_id, min(item_id) as item_id
    from parted join said on said.rowid = parted.seen_row
    where is_current and bin = $bin
    group by context_id
)
select
    found.context_id, context.user_id, context.ts, if(usual.bare is not null, context.search, null) as search,
    context.search is not null and usual.bare is null as rare, found.item_id
from found
join every_context as context using (context_id)
left join usual_search as usual on lower(trim(context.search)) = usual.bare
order by context.ts desc, context_id
limit $limit;
