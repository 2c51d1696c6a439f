-- What the choice among the combinations of the pool needs to know, in one half ($held_out): how large each is, its sum,
-- and the standard error of its difference from the rest, clustered by shopper, as in statistics/figures.sql.
-- Inputs: seen, cell_sum, pool.

-- The cells that each is made of.
create or replace temp table member as
with half as materialized (
    select cell, observations from cell_sum where held_out = $held_out
)
select candidate, cell, observations
from half join pool on cell & mask = part;

with whole as (
    select sum(observations) as observations, sum(total) as total, sum(squares) as squares
    from cell_sum
    where held_out = $held_out
),
shopper as (
    select shopper, count(*)::double as observations, sum(value) as total
    from seen
    where held_out = $held_out
    group by shopper
),
everyone as (
    select
        count(*) as shoppers, sum(total * total) as tt, sum(total * observations) as tn,
        sum(observations * observations) as nn
    from shopper
),
part as (
    select candidate, shopper, count(*)::double as observations, sum(value) as total
    from member join seen using (cell)
    where held_out = $held_out
    group by candidate, shopper
),
side as (
    select
        candidate, sum(part.observations) as observations, sum(part.total) as total, count(*) as shoppers,
        sum(part.total) / sum(part.observations) as mean,
        (any_value(whole.total) - sum(part.total)) / (any_value(whole.observations) - sum(part.observations))
            as rest_mean,
        any_value(whole.observations) - sum(part.observations) as rest_observations,
        any_value(whole.squares) as all_squares
    from part cross join whole
    group by candidate
),
spread as (
    select
        candidate, sum(pow(shopper.total - shopper.observations * side.rest_mean, 2)) as whole,
        sum(pow(
            (part.total - part.observations * side.mean) / side.observations
            - (shopper.total - part.total - (shopper.observations - part.observations) * side.rest_mean)
                / side.rest_observations,
            2
        )) as both_sides
    from side join part using (candidate) join shopper using (shopper)
    group by candidate
)
select
    candidate, side.observations, side.total,
    sqrt(greatest(
        (both_sides + (tt - 2 * rest_mean * tn + rest_mean * rest_mean * nn - spread.whole) / pow(rest_observations, 2))
            * everyone.shoppers / (everyone.shoppers - 1),
        (all_squares - side.observations * mean * mean - rest_observations * rest_mean * rest_mean)
            / (side.observations + rest_observations - 2) * (1 / side.observations + 1 / rest_observations)
    )) as error,
    side.shoppers - 1 as df, whole.observations as all_observations, whole.total as all_total
from side join spread using (candidate) cross join everyone cross join whole
order by candidate;
