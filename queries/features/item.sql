-- What is known of each pair's item just before the context's moment.

create or replace temp table item_count as
with pair as (
    select pair_no, item_no, ts, ts - interval 7 day as week_ago, ts - interval 30 day as month_ago from pairs
)
select
    pair.pair_no, coalesce(now.impressions, 0) as impressions, coalesce(now.clicks, 0) as clicks,
    coalesce(now.purchases, 0) as purchases, coalesce(now.reviews, 0) as reviews, coalesce(now.stars, 0) as stars,
    coalesce(now.clicks, 0) - coalesce(week.clicks, 0) as clicks_7d,
    coalesce(now.clicks, 0) - coalesce(month.clicks, 0) as clicks_30d,
    coalesce(now.purchases, 0) - coalesce(month.purchases, 0) as purchases_30d,
    now.first_seen
from pair
asof left join item_sequence as now on pair.item_no = now.item_no and pair.ts > now.ts
asof left join item_sequence as week on pair.item_no = week.item_no and pair.week_ago > week.ts
asof left join item_sequence as month on pair.item_no = month.item_no and pair.month_ago > month.ts;

-- The price last known, and its place among its shelf's catalogue prices: cheaper ones plus half of the equal ones.
create or replace temp table item_price as
with pair as (
    select pair_no, item_no, shelf_no, ts, catalogue_price from pairs
),
priced as (
    select pair.pair_no, pair.shelf_no, coalesce(known.price, pair.catalogue_price) as price
    from pair
    asof left join price_sequence as known on pair.item_no = known.item_no and pair.ts >= known.known_at
)
select
    priced.pair_no, priced.price,
    (step.cheaper + if(step.price = priced.price, 0.5, 1) * step.equal) / step.priced as price_percentile
from priced
asof left join price_ladder as step on priced.shelf_no = step.shelf_no and priced.price >= step.price;

create or replace temp table platform_state as
with wanted as (
    select distinct context_id, ts, platform from pairs
)
select
    wanted.context_id, wanted.platform, so_far.interests,
    so_far.clicks / nullif(so_far.impressions, 0) as click_rate,
    so_far.purchases / nullif(so_far.clicks, 0) as purchase_rate,
    so_far.stars / nullif(so_far.reviews, 0) as rating
from wanted
asof left join platform_sequence as so_far on wanted.platform = so_far.platform and wanted.ts > so_far.ts;

create or replace temp table item_interest as
with pair as (
    select pair_no, shelf_no, label_no, ts from pairs
)
select
    pair.pair_no, coalesce(shelf.interests, 0) as of_category, coalesce(label.interests, 0) as of_brand
from pair
asof left join shelf_sequence as shelf on pair.shelf_no = shelf.shelf_no and pair.ts > shelf.ts
asof left join label_sequence as label on pair.label_no = label.label_no and pair.ts > label.ts;

-- A rate has a Beta prior worth 20 trials at the platform's own rate r: (successes + 20·r) / (trials + 20).
-- A rating is shrunk as if 5 reviews at the platform's mean had come first: (stars + 5·mean) / (reviews + 5).
-- A share is the part that a category or brand has in all clicks, carts and purchases of the platform.
create or replace temp table item_state as
select
    pair.pair_no, item.clicks_7d, item.clicks_30d, item.purchases_30d,
    (item.clicks + 20 * platform.click_rate) / (item.impressions + 20) as click_rate,
    (item.purchases + 20 * platform.purchase_rate) / (item.clicks + 20) as purchase_rate,
    (item.stars + 5 * platform.rating) / (item.reviews + 5) as rating,
    item.reviews, item_price.price, item_price.price_percentile,
    case
        when pair.listed_at <= pair.ts then epoch(pair.ts - pair.listed_at) / 86400
        when pair.listed_at is null then epoch(pair.ts - item.first_seen) / 86400
    end as age_days,
    1 - item_price.price / nullif(pair.list_price, 0) as discount,
    if(item_price.price > 0, ln(item_price.price), null) as log_price,
    if(pair.category is null, null, interest.of_category / platform.interests) as category_share,
    if(pair.brand is null, null, interest.of_brand / platform.interests) as brand_share
from pairs as pair
join item_count as item using (pair_no)
join item_price using (pair_no)
join item_interest as interest using (pair_no)
join platform_state as platform using (context_id, platform);
