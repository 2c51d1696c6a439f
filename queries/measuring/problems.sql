-- What would make a measurement meaningless, one row per kind of problem.

with repeated as (
    select 'slates' as place, context_id, item_id from slates group by all having count(*) > 1
    union all
    select 'outcomes', context_id, item_id from outcomes group by all having count(*) > 1
)
select 'repeats item ' || item_id || ' in context ' || context_id as problem, place from repeated
union all
select 'has no score for item ' || item_id || ' in context ' || context_id, 'slates'
from slates
where score is null or isnan(score)
union all
select 'has no grade for item ' || item_id || ' in context ' || context_id, 'outcomes'
from outcomes
where grade is null or isnan(grade)
order by all
limit 1;
