-- How each account behaves, one row per account with at least $fewest views, clicks, carts and purchases. Null where an
-- account, or the shop, has nothing to tell it by.
-- Carts and purchases per click are drawn towards those of all accounts together, by as much as five clicks weigh, so that
-- one purchase after one click is not taken for a habit.

with happened as (
    select
        user_id, item_id, action in ('view', 'click') as clicked, action, ts,
        epoch(ts) - epoch(lag(ts) over account) as seconds, item_id is distinct from lag(item_id) over account as moved_on
    from events
    where user_id is not null and ts is not null and action in ('view', 'click', 'cart', 'purchase')
    window account as (partition by user_id order by ts, item_id)
),
acted as (
    select
        user_id, count(*) as actions, count(*) filter (clicked) as clicks, count(*) filter (action = 'cart') as carts,
        count(*) filter (action = 'purchase') as purchases, count(distinct item_id) as items,
        avg((seconds <= 2)::integer) filter (moved_on) as quick,
        -- A pause of half an hour is another visit.
        median(ln(1 + seconds)) filter (moved_on and seconds < 1800) as pace
    from happened
    group by user_id
    having count(*) >= $fewest
),
of_brand as (
    select user_id, coalesce(brand, item_id) as brand, count(*) as actions
    from happened left join items using (item_id)
    group by all
),
favourite as (
    select user_id, max(actions) as actions from of_brand group by user_id
),
typed as (
    select
        user_id, count(distinct lower(trim(text))) as texts, count(*) as searches
    from searches
    where trim(text) <> ''
    group by user_id
),
looked as (
    select user_id, count(*) as impressions
    from impressions join searches using (search_id)
    group by user_id
),
everyone as (
    select sum(carts) / nullif(sum(clicks), 0) as carts, sum(purchases) / nullif(sum(clicks), 0) as purchases from acted
)
select
    user_id, acted.actions, clicks / nullif(impressions, 0) as click_rate,
    (acted.carts + 5 * everyone.carts) / (clicks + 5) as cart_rate,
    (acted.purchases + 5 * everyone.purchases) / (clicks + 5) as purchase_rate,
    quick as quick_share, exp(pace) - 1 as pace, favourite.actions / acted.actions as one_brand,
    items / acted.actions as different_items, 1 - texts / nullif(searches, 0) as repeated_searches
from acted cross join everyone
left join favourite using (user_id)
left join typed using (user_id)
left join looked using (user_id)
order by user_id;
