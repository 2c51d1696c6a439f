-- The chosen combinations in words and with their figures over everything, in the order they were confirmed.
-- Inputs: code, wanted, seen, cell_sum, pool, and confirmed (candidate, place, difference, error, p, q) from the half
-- held out.

with worse as (
    select * from confirmed join pool using (candidate) where difference < 0 and q <= $level
),
condition as (
    select
        candidate, wanted.dimension_no, wanted.dimension,
        coalesce(any_value(code.segment) filter (part & code.mask = code.bits), any_value(wanted.absent)) as segment
    from worse
    join code on worse.mask & code.mask = code.mask
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
    select sum(observations) as observations, sum(total) as total from cell_sum
),
inside as materialized (
    select candidate, cell, held_out, observations, total from cell_sum join worse on cell & mask = part
),
shown_to as (
    select distinct candidate, context, shopper from inside join seen using (cell, held_out)
),
counted as (
    select candidate, count(*) as contexts, count(distinct shopper) as shoppers from shown_to group by candidate
),
figure as (
    select
        candidate, sum(inside.observations)::bigint as observations,
        sum(inside.total) / sum(inside.observations) as mean,
        (any_value(everything.total) - sum(inside.total))
            / (any_value(everything.observations) - sum(inside.observations)) as rest_mean
    from inside cross join everything
    group by candidate
)
select
    dimensions, segments, contexts, shoppers, observations, $sign * mean as mean, $sign * rest_mean as rest_mean,
    $sign * difference as difference, $sign * (difference - 1.96 * error) as low,
    $sign * (difference + 1.96 * error) as high, p, q, -difference * observations * $value as cost
from worse join named using (candidate) join figure using (candidate) join counted using (candidate)
where contexts >= $needed
order by cost desc, place;
