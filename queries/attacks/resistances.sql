-- Every resistance, the newest first, with how much of it is done.
with context as (
    select resistance_id, count(*) as contexts from resistance_contexts group by resistance_id
),
attack as (
    select resistance_id, count(distinct context_id) as done, sum(scored)::bigint as scored
    from attacks
    group by resistance_id
)
select resistances.*, contexts, coalesce(done, 0) as done, coalesce(scored, 0) as scored
from resistances join context using (resistance_id) left join attack using (resistance_id)
order by made_at desc, resistance_id;
