-- What the shoppers' errors are worth in the half held out: for each two of the chosen (0: everything), the sum over
-- shoppers of the products of their residuals' sums. Inputs: seen, member, coefficient (candidate, value; 0: intercept).

with fitted as (
    select cell, sum(coefficient.value) as lifted
    from member join coefficient using (candidate)
    group by cell
),
residual as (
    select
        cell, shopper,
        seen.value - coalesce(lifted, 0) - (select value from coefficient where candidate = 0) as residual
    from seen left join fitted using (cell)
    where held_out
),
score as (
    select 0 as candidate, shopper, sum(residual) as score from residual group by shopper
    union all
    select candidate, shopper, sum(residual)
    from member join residual using (cell)
    group by candidate, shopper
)
select one.candidate, other.candidate as other, sum(one.score * other.score) as product
from score as one join score as other using (shopper)
group by one.candidate, other.candidate;
