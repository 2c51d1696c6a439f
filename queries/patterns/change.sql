-- Each driver's mean contribution on both sides of a comparison, over the explanations in which it appears. low, high: the
-- normal 95 % interval of the difference, linearised and clustered by context, so contexts on both sides count as pairs.
-- p: Student's t with one degree of freedom less than the smaller side has contexts; q: Benjamini and Hochberg over all
-- drivers tested, which are those in at least $minimum explanations of both sides.
-- Sources: Cameron and Miller, JHR 2015; Benjamini and Hochberg, JRSS B 1995.

with pooled as (
    select
        driver_key,
        coalesce(sum(n) filter (side = 'a'), 0)::bigint as explanations_a,
        coalesce(sum(n) filter (side = 'b'), 0)::bigint as explanations_b,
        sum(total) filter (side = 'a') / nullif(explanations_a, 0) as mean_a,
        sum(total) filter (side = 'b') / nullif(explanations_b, 0) as mean_b,
        least(count(*) filter (side = 'a'), count(*) filter (side = 'b')) as contexts
    from side_sum
    group by driver_key
),
tested_driver as (
    select * from pooled where explanations_a >= $minimum and explanations_b >= $minimum and contexts > 1
),
pull as (
    select
        driver_key, context_key,
        sum(
            if(side = 'b', (total - n * mean_b) / explanations_b, (n * mean_a - total) / explanations_a)
        ) as pull
    from side_sum join tested_driver using (driver_key)
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
named as (
    select driver_key, any_value(part) as part, any_value(role) as role, any_value(word) as word
    from drivers
    where driver_key in (select driver_key from side_driver group by driver_key having bool_and(open))
    group by driver_key
)
select
    part, role, word, mean_a, mean_b, mean_b - mean_a as difference, mean_b - mean_a - 1.95996 * error as low,
    mean_b - mean_a + 1.95996 * error as high, p, q, coalesce(q <= $level, false) as significant,
    explanations_a, explanations_b
from pooled
join named using (driver_key)
left join corrected using (driver_key)
order by p is null, q, abs(difference) desc, word, role
limit $limit;
