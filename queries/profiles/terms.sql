-- What is said of shoppers and prices, once for segments and profiles alike.

-- A score from 1 (lowest third) to 3 (highest third); place: percent_rank among those compared.
create or replace temp macro third(place) as 1 + (place >= 1 / 3)::integer + (place >= 2 / 3)::integer;

-- The class of a shopper by the scores of recency, frequency and monetary value, 1 to 3 each.
create or replace temp macro rfm_class(r, f, m) as
    case
        when r = 3 and f = 3 and m = 3 then 'champion'
        when r >= 2 and f >= 2 then 'loyal'
        when r = 3 and f = 1 then 'new_buyer'
        when r = 1 and f >= 2 then 'at_risk'
        when r = 1 then 'lost'
        else 'regular'
    end;

-- How a shopper who joined or was first seen at first_ts, and last seen at last_ts, stands at a moment.
create or replace temp macro life_stage(moment, first_ts, last_ts) as
    case
        when moment < first_ts + interval 30 day then 'new'
        when last_ts >= moment - interval 30 day then 'active'
        else 'away'
    end;

create or replace temp macro tenure_band(moment, first_ts) as
    case
        when moment < first_ts + interval 30 day then 'under_30_days'
        when moment < first_ts + interval 180 day then 'under_180_days'
        when moment < first_ts + interval 365 day then 'under_365_days'
        else 'over_365_days'
    end;

create or replace temp macro price_band(place) as
    case when place <= 1 / 3 then 'low' when place <= 2 / 3 then 'middle' else 'high' end;

-- The place of an item's price within its category and currency, from 0 (cheapest) to 1, like prices in the middle of
-- theirs.
create or replace temp view price_place as
with priced as (
    select distinct on (item_id) item_id, price, category, currency
    from items
    where price is not null
    order by item_id, source
)
select
    item_id,
    (rank() over shelf - 1 + count(*) over (shelf range between current row and current row) / 2)
        / count(*) over (partition by category, currency) as place
from priced
window shelf as (partition by category, currency order by price);

-- Every line of a purchase: whose, when, in which basket, for how much in which currency.
create or replace temp view bought as
select
    event.user_id, event.ts, coalesce(event.search_id, event.session_id, event.item_id) as basket,
    coalesce(item.currency, '') as currency,
    coalesce(event.price, item.price, 0) * coalesce(event.quantity, 1) as spend
from events as event left join items as item using (item_id)
where event.action = 'purchase' and event.user_id is not null;
