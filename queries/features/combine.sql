-- The feature vector of each pair: columns in the order of features.toml, float32, NaN = absent.
-- Affinity: (own in category + 5·share) / (own + 5), share the category's part of all interest on the platform.

create or replace temp table feature as
with session_category as (
    select context_id, category, count(*) as clicks from session_click group by all
),
session_brand as (
    select context_id, brand, count(*) as clicks from session_click group by all
),
session_last as (
    select context_id, arg_max(coalesce(category, ''), (ts, item_id)) as category from session_click group by context_id
),
feature as (
    select
        pair.context_id, pair.item_id,
        item.clicks_7d, item.clicks_30d, item.purchases_30d, item.click_rate, item.purchase_rate, item.rating,
        item.reviews, item.price, item.price_percentile, item.age_days, item.discount,
        shopper.events_30d, shopper.days_since_event, shopper.tenure_days, money.spend_90d,
        exp(money.usual_log_price) as usual_price,
        case when pair.category is not null and shopper.interests > 0
            then (coalesce(own_category.interests, 0) + 5 * item.category_share) / (shopper.interests + 5)
        end as category_affinity,
        case when pair.brand is not null and shopper.interests > 0
            then (coalesce(own_brand.interests, 0) + 5 * item.brand_share) / (shopper.interests + 5)
        end as brand_affinity,
        case when item.price > 0 then ln(item.price) - money.usual_log_price end as price_gap,
        coalesce(own_item.clicks, 0) as item_clicks, coalesce(own_item.purchases, 0) as item_purchases,
        own_item.days_since_bought,
        coalesce(session_category.clicks, 0) as session_category_clicks,
        coalesce(session_brand.clicks, 0) as session_brand_clicks,
        (session_last.category = pair.category)::int as last_click_same_category
    from pairs as pair
    join item_state as item using (context_id, item_id)
    join shopper_state as shopper using (context_id)
    join money_state as money using (context_id, currency)
    left join own_category using (context_id, category)
    left join own_brand using (context_id, brand)
    left join own_item using (context_id, item_id)
    left join session_category using (context_id, category)
    left join session_brand using (context_id, brand)
    left join session_last using (context_id)
)
select context_id, item_id, coalesce(columns(* exclude (context_id, item_id))::float, 'nan'::float)
from feature;
