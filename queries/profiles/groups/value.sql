-- Shoppers by what they spent, in fifths of the buyers of a currency (0: bought nothing), and how well they are served.
-- The unit is the shopper: mean and standard deviation are over shoppers' own means. Inputs: banded, service.
select
    spend_band as band, count(*) as shoppers, count(value) as served,
    sum(coalesce(contexts_measured, 0))::bigint as contexts, avg(value) as mean,
    1.95996 * stddev_samp(value) / sqrt(count(value)) as half
from banded left join service using (user_id)
group by spend_band
order by spend_band;
