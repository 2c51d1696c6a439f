-- Shoppers by taste: what they bought and how well they are served. The unit is the shopper: mean and standard deviation
-- are over shoppers' own means. Inputs: banded, service.
select
    coalesce(taste, '') as taste, count(*) as shoppers, avg(orders) as orders, count(value) as served,
    sum(coalesce(contexts_measured, 0))::bigint as contexts, avg(value) as mean,
    1.95996 * stddev_samp(value) / sqrt(count(value)) as half
from banded left join service using (user_id)
group by coalesce(taste, '')
order by shoppers desc, taste;
