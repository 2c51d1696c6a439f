-- Buyers by recency and frequency, with how much they bring and how well they are served. Inputs: shopper, service.
select
    r, f, count(*) as shoppers, count(*) / sum(count(*)) over () as share, median(recency_days) as recency_days,
    avg(orders) as orders, avg(m) as m, sum(coalesce(contexts_measured, 0))::bigint as contexts,
    avg(value) as value
from shopper left join service using (user_id)
where r is not null
group by r, f
order by r desc, f;
