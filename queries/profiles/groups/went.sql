-- The latest visits that went from $here to $there at step $step, each with the context it was at. Searches that may not
-- be told are null. Inputs: moved, every_context, usual_search.
with gone as (
    select session_id, shopper, ts from moved where step = $step and here = $here and there = $there
),
place as (
    select
        context_id, context.user_id, context.ts, context.search,
        coalesce(searches.session_id, regexp_replace(context_id, '^session:', '')) as session_id
    from every_context as context left join searches using (search_id)
),
found as (
    select context_id, user_id, place.ts, search
    from gone join place on gone.session_id = place.session_id and place.ts <= gone.ts
    qualify row_number() over (partition by gone.session_id order by place.ts desc, context_id) = 1
    order by place.ts desc, context_id
    limit $limit
)
select
    context_id, user_id, ts, if(usual.bare is not null, search, null) as search,
    search is not null and usual.bare is null as rare, null::double as value,
    (select count(distinct shopper) from gone) as shoppers
from found left join usual_search as usual on lower(trim(search)) = usual.bare
order by ts desc, context_id;
