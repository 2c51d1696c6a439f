-- The feature vector of each pair: columns in the order of features.toml, float32, NaN = absent.
-- Affinity = own_share + prior_weight · everyone's share = (own actions there + 5·share) / (own actions + 5).

create or replace temp table feature as
with session_category as (
    select context_id, category, count(*) as clicks from session_click group by context_id, category
),
session_brand as (
    select context_id, brand, count(*) as clicks from session_click group by context_id, brand
),
session_last as (
    select context_id, arg_max(coalesce(category, ''), (ts, item_id)) as category
    from session_click
    group by context_id
),
feature as (
    select
        pair.context_id, pair.item_id,
        item.clicks_7d, item.clicks_30d, item.purchases_30d, item.click_rate, item.purchase_rate, item.rating,
        item.reviews, item.price, item.price_percentile, item.age_days, item.discount,
        shopper.events_30d, shopper.days_since_event, shopper.tenure_days,
        coalesce(money.spend_90d, 0) as spend_90d, money.usual_price,
        coalesce(own_category.own_share, 0) + shopper.prior_weight * item.category_share as category_affinity,
        coalesce(own_brand.own_share, 0) + shopper.prior_weight * item.brand_share as brand_affinity,
        item.log_price - money.usual_log_price as price_gap,
        coalesce(own_item.item_clicks, 0) as item_clicks, coalesce(own_item.item_purchases, 0) as item_purchases,
        own_item.days_since_bought,
        coalesce(session_category.clicks, 0) as session_category_clicks,
        coalesce(session_brand.clicks, 0) as session_brand_clicks,
        (session_last.category = pair.category)::integer as last_click_same_category
    from pairs as pair
    join item_state as item using (pair_no)
    join shopper_state as shopper on pair.context_id = shopper.context_id
    left join money_state as money on pair.context_id = money.context_id and pair.currency = money.currency
    left join own_category on pair.context_id = own_category.context_id and pair.category = own_category.category
    left join own_brand on pair.context_id = own_brand.context_id and pair.brand = own_brand.brand
    left join own_item using (pair_no)
    left join session_category
        on pair.context_id = session_category.context_id and pair.category = session_category.category
    left join session_brand on pair.context_id = session_brand.context_id and pair.brand = session_brand.brand
    left join session_last on pair.context_id = session_last.context_id
)
select context_id, item_id, coalesce(columns(* exclude (context_id, item_id))::float, 'nan'::float)
from feature;
