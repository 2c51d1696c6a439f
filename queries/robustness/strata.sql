-- How many contexts and shoppers each stratum has, and how many of its contexts were drawn. Inputs: strata, drawn
-- (robustness/sample.sql).

with taken as (
    select stratum, count(*) as drawn from drawn group by stratum
)
select stratum, count(*) as contexts, count(distinct shopper) as shoppers, coalesce(any_value(drawn), 0) as drawn
from strata left join taken using (stratum)
group by stratum
order by contexts desc, stratum;
