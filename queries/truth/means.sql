-- What each driver is on average over all impressions: the truth's own base.
with shown_pairs as (select count(*) as pairs from impressions)

select driver, sum(contribution) / any_value(shown_pairs.pairs) as mean
from truth
cross join shown_pairs
group by driver
order by driver;
