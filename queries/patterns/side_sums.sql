-- The sums of both sides of a comparison, by driver and context; n counts explanations. Inputs: side_explanation, asking.sql.
create or replace temp table side_sum as
select
    driver_no, context_key, count(*) filter (not on_b) as n_a, sum(if(on_b, 0, total)) as total_a,
    count(*) filter (on_b) as n_b, sum(if(on_b, total, 0)) as total_b
from contributions
join (select on_b, explanation_key, context_key from side_explanation) using (explanation_key)
join (select driver_no, driver_key from vocabulary) using (driver_key)
where total is not null
group by driver_no, context_key;

-- Words that only few shoppers of a side have used: they are never listed.
create or replace temp table hidden_driver as
with shopper_of as (
    select on_b, context_key, any_value(user_id) as user_id from side_explanation group by on_b, context_key
),
own_use as (
    select driver_no, on_b, user_id
    from side_sum
    join (select driver_no from vocabulary where own) using (driver_no)
    join shopper_of using (context_key)
    where if(on_b, n_b, n_a) > 0
)
select distinct driver_no from own_use group by driver_no, on_b having count(distinct user_id) < $many;
