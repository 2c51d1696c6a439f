-- Each driver's mean contribution on both sides of a comparison, over the explanations in which it appears. low, high: the
-- normal 95 % interval of the difference, linearised and clustered by context, so contexts on both sides count as pairs.
-- p: Student's t with one degree of freedom less than the smaller side has contexts; q: Benjamini and Hochberg over all
-- drivers tested, which are those in at least $minimum explanations of both sides. Inputs: side_explanation, vocabulary.
-- Sources: Cameron and Miller, JHR 2015; Benjamini and Hochberg, JRSS B 1995.

with side_sum as materialized (
    select driver_key, context_key, on_b, count(*) as n, sum(total) as total
    from contributions
    join (select on_b, explanation_key, context_key from side_explanation) using (explanation_key)
    where contributions.total is not null
    group by driver_key, context_key, on_b
),
pooled as materialized (
    select
        driver_key, coalesce(sum(n) filter (not on_b), 0)::bigint as explanations_a,
        coalesce(sum(n) filter (on_b), 0)::bigint as explanations_b,
        sum(total) filter (not on_b) / nullif(explanations_a, 0) as mean_a,
        sum(total) filter (on_b) / nullif(explanations_b, 0) as mean_b,
        least(count(*) filter (not on_b), count(*) filter (on_b)) as contexts
    from side_sum
    group by driver_key
),
tested_driver as (
    select * from pooled where explanations_a >= $minimum and explanations_b >= $minimum and contexts > 1
),
shared_context as (
    select context_key from side_explanation group by context_key having count(distinct on_b) > 1
),
side_pull as (
    select
        driver_key, context_key,
        if(on_b, (total - n * mean_b) / explanations_b, (n * mean_a - total) / explanations_a) as pull
    from side_sum join tested_driver using (driver_key)
),
-- A context that is on both sides pulls once.
pull as (
    select driver_key, pull from side_pull where context_key not in (from shared_context)
    union all
    select driver_key, sum(pull)
    from side_pull
    where context_key in (from shared_context)
    group by driver_key, context_key
),
spread as (
    select driver_key, sqrt(sum(pull * pull) * count(*) / (count(*) - 1)) as error from pull group by driver_key
),
tested as (
    select
        driver_key, error,
        case
            when error > 0 then two_sided((mean_b - mean_a) / error, contexts - 1)
            when mean_a = mean_b then 1.0
            else 0.0
        end as p
    from spread join tested_driver using (driver_key)
),
ranked as (
    select *, p * count(*) over () / row_number() over (order by p, driver_key) as step from tested
),
corrected as (
    select
        *, least(1, min(step) over (order by p desc, driver_key desc rows between unbounded preceding and current row)) as q
    from ranked
),
-- Words that only few shoppers of a side have used are never listed.
shopper_of as (
    select on_b, context_key, any_value(user_id) as user_id from side_explanation group by on_b, context_key
),
hidden_driver as (
    select driver_key
    from side_sum
    join (select driver_key from vocabulary where own) using (driver_key)
    join shopper_of using (on_b, context_key)
    group by driver_key, on_b
    having count(distinct user_id) < $many
)
select
    part::varchar as part, role, word, mean_a, mean_b, mean_b - mean_a as difference,
    mean_b - mean_a - 1.95996 * error as low, mean_b - mean_a + 1.95996 * error as high, p, q,
    coalesce(q <= $level, false) as significant, explanations_a, explanations_b
from pooled
join (from vocabulary where driver_key not in (select driver_key from hidden_driver)) using (driver_key)
left join corrected using (driver_key)
order by p is null, q, abs(difference) desc, word, role
limit $limit;
