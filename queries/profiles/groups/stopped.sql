-- The latest contexts that came as far as $step and no further. Searches that may not be told are null.
-- Inputs: reached, every_context, usual_search.
with found as (
    select context_id, user_id, ts, search
    from reached join every_context using (context_id)
    where step = $step
    order by ts desc, context_id
    limit $limit
)
select
    context_id, user_id, ts, if(usual.bare is not null, search, null) as search,
    search is not null and usual.bare is null as rare, null::double as value,
    (select count(distinct shopper) from reached where step = $step) as shoppers
from found left join usual_search as usual on lower(trim(search)) = usual.bare
order by ts desc, context_id;
