-- The attacks of a resistance as they are figured out: with the weight, the shopper and the segment of their context in
-- the dimension $dimension ("" for all, where it is null).

create or replace temp table attacked as
select
    attack.*, context.weight, context.shopper,
    if($dimension::varchar is null, '', coalesce(told.segment, $absent)) as segment
from attacks as attack
join resistance_contexts as context using (resistance_id, context_id)
left join segments as told
    on told.dimension = $dimension
    and told.key = case $key_kind when 'context' then context.context_id else context.user_id end
where resistance_id = $resistance_id;

-- How many contexts and shoppers each direction could be tried on, by segment.
select
    direction, segment, count(distinct context_id) as contexts, count(distinct shopper) as shoppers
from attacked
where because is null
group by direction, segment
order by direction, segment;
