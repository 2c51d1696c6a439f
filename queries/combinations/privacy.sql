-- The combinations that tell of no group of fewer than $few shoppers: themselves, everyone else, and what is left of each
-- combination with fewer conditions (where anyone is). Inputs: code, seen, cell_sum, pool.

with dimension as (
    select distinct mask from code
),
whole_cell as materialized (
    select cell, sum(observations) as observations from cell_sum group by cell
),
less as (
    -- Every combination of some of its conditions, from none to all but one.
    select candidate, 0::ubigint as kept from pool
    union
    select candidate, one.mask | two.mask as kept
    from pool
    join dimension as one on pool.mask & one.mask = one.mask
    join dimension as two on pool.mask & two.mask = two.mask
    where pool.mask <> kept
),
told as (
    -- All that is told of in sum, each once.
    select mask, part from pool
    union
    select kept, part & kept from pool join less using (candidate)
),
size as (
    select told.mask, told.part, sum(observations) as observations
    from whole_cell join told on cell & told.mask = told.part
    group by told.mask, told.part
),
busiest as (
    -- More observations than the busiest $few - 1 have together are of $few shoppers at least, and need no counting.
    select sum(observations) as observations
    from (select count(*) as observations from seen group by shopper order by observations desc limit $few - 1)
),
small as (
    -- A combination itself where kept is all of it, else what is left without it.
    select candidate, pool.mask, pool.part, pool.mask as kept
    from pool join size using (mask, part)
    where size.observations <= (select observations from busiest)
    union all
    select candidate, pool.mask, pool.part, kept
    from pool
    join less using (candidate)
    join size as own on pool.mask = own.mask and pool.part = own.part
    join size as above on kept = above.mask and pool.part & kept = above.part
    where above.observations - own.observations <= (select observations from busiest)
),
small_cell as materialized (
    select candidate, kept, cell
    from whole_cell
    join small on cell & kept = small.part & kept and (kept = small.mask or cell & small.mask <> small.part)
),
few as (
    select candidate
    from small_cell join seen using (cell)
    group by candidate, kept
    having count(distinct shopper) < $few
)
select candidate from pool where candidate not in (select candidate from few) order by candidate;
