-- The contexts in which b is furthest behind a, the largest loss first; $sign is 1 where more is better, else −1. Among equal
-- losses those whose slates differ most come first. A search that is not usual is not told.
-- Inputs: observation (value is b − a), every_context, usual_search, churn.

with lost as (
    select * from observation where $sign * value < 0 order by $sign * value, context_id
)
select
    lost.context_id, lost.user_id, lost.ts,
    case
        when starts_with(lost.context_id, 'judged:') then lost.context_id[8:]
        when usual.bare is not null then context.search
    end as search,
    context.search is not null and usual.bare is null as rare, context.surface, value_a, value_b, value as difference, rbo
from lost
left join every_context as context using (context_id)
left join usual_search as usual on lower(trim(context.search)) = usual.bare
left join churn using (context_id)
order by $sign * value, rbo, lost.ts, lost.context_id
limit $limit;
