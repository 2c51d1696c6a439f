-- Every shopper in one row, as of $now: when they came, what they did, what they bought. Inputs: rfm, and the terms.

create or replace temp table shopper as
with acted as (
    select
        user_id, min(ts) as first_ts, max(ts) as last_ts,
        count(*) filter (action in ('view', 'click')) as clicks,
        count(*) filter (action = 'cart') as carts,
        count(*) filter (action = 'purchase') as purchases,
        count(*) filter (action = 'return') as returns
    from events
    where user_id is not null and ts < $now::timestamp
    group by user_id
),
came as (
    select
        user_id, min(ts) as first_ts, max(ts) as last_ts, count(*) as contexts,
        count(*) filter (trim(text) <> '') as searches, mode(platform) as platform
    from searches
    where user_id is not null and ts < $now::timestamp
    group by user_id
),
registered as (
    select user_id, min(joined_at) as joined_at, any_value(lang) as lang, any_value(platform) as platform,
        any_value(attributes) as attributes
    from users
    where user_id is not null
    group by user_id
),
known as (
    select
        coalesce(acted.user_id, came.user_id, registered.user_id) as user_id, joined_at, attributes, lang,
        coalesce(registered.platform, came.platform) as platform,
        least(acted.first_ts, came.first_ts) as seen_ts,
        greatest(acted.last_ts, came.last_ts) as last_ts,
        coalesce(contexts, 0) as contexts, coalesce(searches, 0) as searches, coalesce(clicks, 0) as clicks,
        coalesce(carts, 0) as carts, coalesce(purchases, 0) as purchases, coalesce(returns, 0) as returns
    from acted
    full join came using (user_id)
    full join registered on coalesce(acted.user_id, came.user_id) = registered.user_id
),
tasted as (
    select user_id, any_value(taste) as taste from shopper_tastes group by user_id
)
select
    known.*, least(joined_at, seen_ts) as first_ts,
    life_stage($now::timestamp, first_ts, known.last_ts) as stage,
    if(first_ts is null, null, tenure_band($now::timestamp, first_ts)) as tenure,
    date_diff('day', first_ts, $now::timestamp) as tenure_days,
    rfm.last_ts as bought_ts, date_diff('day', rfm.last_ts, $now::timestamp) as recency_days,
    coalesce(orders, 0) as orders, spend, nullif(currency, '') as currency, r, f, m,
    coalesce(class, 'no_purchase') as rfm, taste
from known left join rfm using (user_id) left join tasted using (user_id);
