-- The chosen combinations in words and with their figures over everything, in the order they were confirmed.
-- Inputs: code, wanted, seen, pool, and confirmed (candidate, place, difference, error, p) from the half held out.

with condition as (
    select
        candidate, wanted.dimension_no, wanted.dimension,
        coalesce(any_value(code.segment) filter (pool.part & code.mask = code.bits), any_value(wanted.absent)) as segment
    from pool
    join code on pool.mask & code.mask = code.mask
    join wanted using (dimension_no)
    group by candidate, wanted.dimension_no, wanted.dimension
),
named as (
    select
        candidate, list(dimension order by dimension_no) as dimensions,
        list(segment order by dimension_no) as segments
    from condition
    group by candidate
),
everything as (
    select count(*)::double as observations, sum(value) as total from seen
),
figure as (
    select
        candidate, count(*) as observations, count(distinct context) as contexts, count(distinct shopper) as shoppers,
        avg(value) as mean, (any_value(everything.total) - sum(value)) / (any_value(everything.observations) - count(*))
            as rest_mean
    from pool join seen on cell & mask = part cross join everything
    group by candidate
),
ranked as (
    select *, p * count(*) over () / row_number() over (order by p, place) as step from confirmed
),
corrected as (
    select
        *, least(1, min(step) over (order by p desc, place desc rows between unbounded preceding and current row)) as q
    from ranked
)
select
    dimensions, segments, contexts, shoppers, observations, $sign * mean as mean, $sign * rest_mean as rest_mean,
    $sign * difference as difference, $sign * (difference - 1.96 * error) as low,
    $sign * (difference + 1.96 * error) as high, p, q, -difference * observations * $value as cost
from corrected join named using (candidate) join figure using (candidate)
where difference < 0 and q <= $level and contexts >= $needed
order by cost desc, place;
