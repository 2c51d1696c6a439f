-- Each driver's mean contribution on both sides of a comparison, over the explanations in which it appears. low, high: the
-- normal 95 % interval of the difference, linearised and clustered by context, so contexts on both sides count as pairs.
-- p: Student's t with one degree of freedom less than the smaller side has contexts; q: Benjamini and Hochberg over all
-- drivers tested, which are those in at least $minimum explanations of both sides. Inputs: side_sum, hidden_driver, vocabulary.
-- Sources: Cameron and Miller, JHR 2015; Benjamini and Hochberg, JRSS B 1995.

with pooled as (
    select
        driver_no, sum(n_a)::bigint as explanations_a, sum(n_b)::bigint as explanations_b,
        sum(total_a) / nullif(explanations_a, 0) as mean_a, sum(total_b) / nullif(explanations_b, 0) as mean_b,
        least(count(*) filter (n_a > 0), count(*) filter (n_b > 0)) as contexts
    from side_sum
    group by driver_no
),
tested_driver as (
    select * from pooled where explanations_a >= $minimum and explanations_b >= $minimum and contexts > 1
),
pull as (
    select
        driver_no,
        (total_b - n_b * mean_b) / explanations_b + (n_a * mean_a - total_a) / explanations_a as pull
    from side_sum join tested_driver using (driver_no)
),
spread as (
    select driver_no, sqrt(sum(pull * pull) * count(*) / (count(*) - 1)) as error from pull group by driver_no
),
tested as (
    select
        driver_no, error,
        case
            when error > 0 then two_sided((mean_b - mean_a) / error, contexts - 1)
            when mean_a = mean_b then 1.0
            else 0.0
        end as p
    from spread join tested_driver using (driver_no)
),
ranked as (
    select *, p * count(*) over () / row_number() over (order by p, driver_no) as step from tested
),
corrected as (
    select
        *, least(1, min(step) over (order by p desc, driver_no desc rows between unbounded preceding and current row)) as q
    from ranked
)
select
    part::varchar as part, role, word, mean_a, mean_b, mean_b - mean_a as difference, mean_b - mean_a - 1.95996 * error as low,
    mean_b - mean_a + 1.95996 * error as high, p, q, coalesce(q <= $level, false) as significant,
    explanations_a, explanations_b
from pooled
join (from vocabulary where driver_no not in (select driver_no from hidden_driver)) using (driver_no)
left join corrected using (driver_no)
order by p is null, q, abs(difference) desc, word, role
limit $limit;
