-- What is known of each pair's item just before the context's moment.
-- Beta prior: a rate is (successes + 20·r) / (trials + 20), r the platform's own rate before the moment.
-- Shrunk rating: (sum of stars + 5·mean) / (reviews + 5), mean that of the platform before the moment.

create or replace temp table item_state as
with platform_moment as (
    select distinct context_id, ts, platform from pairs
),
platform_state as (
    select
        moment.context_id, moment.platform,
        so_far.clicks / nullif(so_far.impressions, 0) as click_rate,
        so_far.purchases / nullif(so_far.clicks, 0) as purchase_rate,
        so_far.stars / nullif(so_far.reviews, 0) as mean_rating,
        so_far.interests
    from platform_moment as moment
    asof left join platform_sequence as so_far
        on moment.platform = so_far.platform and moment.ts > so_far.ts
),
category_moment as (
    select distinct context_id, ts, platform, category from pairs where category is not null
),
category_state as (
    select moment.context_id, moment.platform, moment.category, so_far.interests
    from category_moment as moment
    asof join category_sequence as so_far
        on moment.platform = so_far.platform and moment.category = so_far.category and moment.ts > so_far.ts
),
brand_moment as (
    select distinct context_id, ts, platform, brand from pairs where brand is not null
),
brand_state as (
    select moment.context_id, moment.platform, moment.brand, so_far.interests
    from brand_moment as moment
    asof join brand_sequence as so_far
        on moment.platform = so_far.platform and moment.brand = so_far.brand and moment.ts > so_far.ts
),
windowed as (
    select *, ts - interval 7 day as week_ago, ts - interval 30 day as month_ago from pairs
),
counted as (
    select
        pair.context_id, pair.item_id, pair.ts, pair.platform, pair.category, pair.brand,
        coalesce(now.clicks, 0) as clicks, coalesce(now.impressions, 0) as impressions,
        coalesce(now.purchases, 0) as purchases, coalesce(now.reviews, 0) as reviews, coalesce(now.stars, 0) as stars,
        coalesce(now.clicks, 0) - coalesce(week.clicks, 0) as clicks_7d,
        coalesce(now.clicks, 0) - coalesce(month.clicks, 0) as clicks_30d,
        coalesce(now.purchases, 0) - coalesce(month.purchases, 0) as purchases_30d,
        now.first_seen, known.price as observed_price
    from windowed as pair
    asof left join item_sequence as now on pair.item_id = now.item_id and pair.ts > now.ts
    asof left join item_sequence as week on pair.item_id = week.item_id and pair.week_ago > week.ts
    asof left join item_sequence as month on pair.item_id = month.item_id and pair.month_ago > month.ts
    asof left join price_sequence as known on pair.item_id = known.item_id and pair.ts >= known.known_at
),
priced as (
    select
        counted.*, item.list_price, item.listed_at,
        coalesce(observed_price, item.catalogue_price) as price, coalesce(counted.category, '') as shelf
    from counted left join item_facts as item using (item_id)
)
select
    priced.context_id, priced.item_id, priced.price,
    clicks_7d, clicks_30d, purchases_30d, reviews,
    (clicks + 20 * platform_state.click_rate) / (impressions + 20) as click_rate,
    (purchases + 20 * platform_state.purchase_rate) / (clicks + 20) as purchase_rate,
    (stars + 5 * platform_state.mean_rating) / (reviews + 5) as rating,
    case
        when priced.price is null then null
        when ladder.price is null and exists (from price_ladder as any_step where any_step.platform = priced.platform and any_step.category = priced.shelf) then 0
        when ladder.price = priced.price then (ladder.cheaper + 0.5 * ladder.equal) / ladder.priced
        else (ladder.cheaper + ladder.equal) / ladder.priced
    end as price_percentile,
    case
        when listed_at <= priced.ts then epoch(priced.ts - listed_at) / 86400
        when listed_at is null then epoch(priced.ts - first_seen) / 86400
    end as age_days,
    1 - priced.price / nullif(list_price, 0) as discount,
    coalesce(category_state.interests, 0) / nullif(platform_state.interests, 0) as category_share,
    coalesce(brand_state.interests, 0) / nullif(platform_state.interests, 0) as brand_share
from priced
left join platform_state using (context_id, platform)
left join category_state using (context_id, platform, category)
left join brand_state using (context_id, platform, brand)
asof left join price_ladder as ladder
    on priced.platform = ladder.platform and priced.shelf = ladder.category and priced.price >= ladder.price;
