-- Contexts by the furthest step they reached, and by the segments of $dimension, or all together. Input: reached.
with told as (
    select key as context_id, any_value(segment) as segment
    from segments
    where dimension = $dimension::varchar and key_kind = 'context'
    group by key
)
select
    coalesce(segment, $absent) as segment, step, count(*) as contexts, count(distinct shopper) as shoppers
from reached left join told using (context_id)
group by all
order by segment, step;
