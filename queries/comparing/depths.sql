-- What share of the first d places both have, for each depth d up to $k, as the mean over contexts. Inputs: churn,
-- first_places. A list that is shorter than d is compared as a whole.

with item as (
    select context_id, places, greatest(rank_a, rank_b) as depth
    from first_places join churn using (context_id)
    where rank_a is not null and rank_b is not null
)
select d::integer as depth, coalesce(sum(1 / least(d, places)) filter (depth <= d), 0) / (select count(*) from churn) as overlap
from range(1, $k + 1) as depths(d) cross join item
group by d
order by d;
