-- The tests of an audit as they are figured out: with the weight, the shopper and the segment of their context in the
-- dimension $dimension ("" for all, where it is null).

create or replace temp table tested as
select
    test.*, context.weight, context.shopper,
    if($dimension::varchar is null, '', coalesce(told.segment, $absent)) as segment
from audit_tests as test
join audit_contexts as context using (audit_id, context_id)
left join segments as told
    on told.dimension = $dimension
    and told.key = case $key_kind when 'context' then context.context_id else context.user_id end
where audit_id = $audit_id;

-- How many contexts and shoppers each perturbation applied to, by segment.
select
    perturbation, segment, count(distinct context_id) as contexts, count(distinct shopper) as shoppers
from tested
where because is null
group by perturbation, segment
order by perturbation, segment;
