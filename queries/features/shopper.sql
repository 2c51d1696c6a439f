-- What is known of the shopper just before the context's moment.

create or replace temp table shopper_state as
with moment_of_action as (
    select user_id, ts, count(*) as events, count(*) filter (interested) as interests
    from actions
    where user_id in (select user_id from moments)
    group by user_id, ts
),
sequence as (
    select
        user_id, ts, sum(events) over shopper_so_far as events, sum(interests) over shopper_so_far as interests,
        min(ts) over shopper_so_far as first_ts
    from moment_of_action
    window shopper_so_far as (partition by user_id order by ts)
),
joined as (
    select user_id, min(joined_at) as joined_at
    from users
    where user_id in (select user_id from moments)
    group by user_id
),
windowed as (
    select context_id, user_id, ts, ts - interval 30 day as month_ago from moments
)
select
    moment.context_id, coalesce(now.interests, 0) as interests,
    coalesce(now.events, 0) - coalesce(month.events, 0) as events_30d,
    epoch(moment.ts - now.ts) / 86400 as days_since_event,
    epoch(moment.ts - case when joined.joined_at <= moment.ts then joined.joined_at else now.first_ts end) / 86400
        as tenure_days
from windowed as moment
asof left join sequence as now on moment.user_id = now.user_id and moment.ts > now.ts
asof left join sequence as month on moment.user_id = month.user_id and moment.month_ago > month.ts
left join joined on moment.user_id = joined.user_id;

-- Money is compared within one currency only: per (context, currency of the item).
create or replace temp table money_state as
with moment_of_action as (
    select
        user_id, currency, ts, sum(price * quantity) filter (bought) as spend,
        sum(ln(price)) filter (interested and price > 0) as log_price,
        count(*) filter (interested and price > 0) as priced
    from actions
    where user_id in (select user_id from moments)
    group by user_id, currency, ts
),
sequence as (
    select
        user_id, currency, ts, sum(coalesce(spend, 0)) over money_so_far as spend,
        sum(coalesce(log_price, 0)) over money_so_far as log_price, sum(priced) over money_so_far as priced
    from moment_of_action
    window money_so_far as (partition by user_id, currency order by ts)
),
wanted as (
    select distinct
        pair.context_id, pair.currency, moment.user_id, moment.ts, moment.ts - interval 90 day as quarter_ago
    from pairs as pair join moments as moment using (context_id)
)
select
    wanted.context_id, wanted.currency,
    round(coalesce(now.spend, 0) - coalesce(quarter.spend, 0), 6) as spend_90d,
    now.log_price / nullif(now.priced, 0) as usual_log_price
from wanted
asof left join sequence as now
    on wanted.user_id = now.user_id and wanted.currency = now.currency and wanted.ts > now.ts
asof left join sequence as quarter
    on wanted.user_id = quarter.user_id and wanted.currency = quarter.currency and wanted.quarter_ago > quarter.ts;
