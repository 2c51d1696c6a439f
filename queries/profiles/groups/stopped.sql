-- The latest contexts that came as far as $step and no further. Searches that fewer than $many shoppers typed are not told.
-- Inputs: reached, every_context.
with found as (
    select context_id, user_id, ts, search
    from reached join every_context using (context_id)
    where step = $step
    order by ts desc, context_id
    limit $limit
),
usual as (
    select lower(trim(text)) as bare
    from searches
    where lower(trim(text)) in (select lower(search) from found)
    group by bare
    having count(distinct coalesce(user_id, 'session:' || session_id)) >= $many
)
select
    context_id, user_id, ts, if(lower(search) in (from usual), search, null) as search,
    search is not null and lower(search) not in (from usual) as rare, null::double as value,
    (select count(distinct shopper) from reached where step = $step) as shoppers
from found
order by ts desc, context_id;
