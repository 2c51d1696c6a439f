-- Every shopper with the platform they use and how much they did, the busiest first.
-- A shopper is registered (users) or was seen acting or searching.
with action_counts as (
    select user_id, count(*) as actions from events where user_id is not null group by user_id
),

search_counts as (
    select user_id, count(*) as searches, mode(platform) as platform
    from searches
    where user_id is not null
    group by user_id
),

known_shoppers as (
    select user_id from users
    union
    select user_id from action_counts
    union
    select user_id from search_counts
)

select
    known_shoppers.user_id,
    coalesce(users.platform, search_counts.platform) as platform,
    users.lang,
    coalesce(action_counts.actions, 0) as actions,
    coalesce(search_counts.searches, 0) as searches
from known_shoppers
left join users using (user_id)
left join action_counts using (user_id)
left join search_counts using (user_id)
where known_shoppers.user_id is not null
order by actions desc, searches desc, user_id;
