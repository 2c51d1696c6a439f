-- Shoppers by what they spent, in fifths of the buyers of a currency (0: bought nothing), and how well they are served.
-- The unit is the shopper: mean and standard deviation are over shoppers' own means. Inputs: shopper, service.
with banded as (
    select
        if(spend is null, 0, ntile(5) over (partition by spend is null, currency order by spend, user_id)) as band,
        contexts_measured, value
    from shopper left join service using (user_id)
    where contexts > 0 or orders > 0 or clicks > 0
)
select
    band, count(*) as shoppers, count(value) as served, sum(coalesce(contexts_measured, 0))::bigint as contexts,
    avg(value) as mean, 1.95996 * stddev_samp(value) / sqrt(count(value)) as half
from banded
group by band
order by band;
