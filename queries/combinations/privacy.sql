-- The fewest shoppers that could be told apart by showing a combination: its own, everyone else's, and those in what is
-- left of each combination with fewer conditions (where anyone is). Inputs: code, seen, pool.

with dimension as (
    select distinct mask from code
),
less as (
    -- Every combination of some of its conditions, from none to all but one.
    select candidate, pool.mask, pool.part, 0::ubigint as kept from pool
    union
    select candidate, pool.mask, pool.part, one.mask
    from pool join dimension as one on pool.mask & one.mask = one.mask and pool.mask <> one.mask
    union
    select candidate, pool.mask, pool.part, one.mask | two.mask
    from pool
    join dimension as one on pool.mask & one.mask = one.mask
    join dimension as two on pool.mask & two.mask = two.mask
    where pool.mask <> one.mask | two.mask
),
left_out as (
    select candidate, kept, count(distinct shopper) as shoppers
    from less join seen on cell & kept = less.part & kept and cell & less.mask <> less.part
    group by candidate, kept
),
own as (
    select candidate, count(distinct shopper) as shoppers
    from pool join seen on cell & mask = part
    group by candidate
)
select candidate, least(own.shoppers, min(left_out.shoppers)) as fewest
from own left join left_out using (candidate)
group by candidate, own.shoppers
order by candidate;
