-- The shoppers who did most, to choose from.
select user_id, rfm from shopper order by clicks + carts + purchases + returns desc, searches desc, user_id limit $limit;
