-- Recency, frequency and monetary value of every buyer's purchases strictly before each moment, and their scores among
-- all buyers of that moment. An order is a basket in one currency; money counts in the currency most of a buyer's lines
-- are in, and is compared within it. Inputs: rfm_moment (moment), bought.
create or replace temp view rfm as
with purchase as (
    select moment, user_id, basket, currency, max(ts) as last_ts, count(*) as lines, sum(spend) as spend
    from rfm_moment join bought on bought.ts < rfm_moment.moment
    group by moment, user_id, basket, currency
),
purse as (
    select
        moment, user_id, currency, max(last_ts) as last_ts, count(*) as orders, sum(lines) as lines, sum(spend) as spend
    from purchase
    group by moment, user_id, currency
),
buyer as (
    select
        moment, user_id, max(last_ts) as last_ts, sum(orders)::bigint as orders,
        arg_max(currency, (lines, currency)) as currency, arg_max(spend, (lines, currency)) as spend
    from purse
    group by moment, user_id
),
place as (
    select
        *, percent_rank() over (partition by moment order by last_ts) as recent,
        percent_rank() over (partition by moment order by orders) as often,
        percent_rank() over (partition by moment, currency order by spend) as much
    from buyer
)
select
    moment, user_id, last_ts, orders, currency, spend, third(recent) as r, third(often) as f, third(much) as m,
    rfm_class(third(recent), third(often), third(much)) as class
from place;
