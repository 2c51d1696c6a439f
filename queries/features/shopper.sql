-- What is known of the shopper just before the context's moment.
-- prior_weight: an affinity starts as if 5 of the shopper's actions had been spread like everyone's.

create or replace temp table shopper_state as
with moment_of_action as (
    select user_id, ts, count(*) as events, count(*) filter (interested) as interests
    from actions
    where user_id in (select user_id from moments)
    group by user_id, ts
),
sequence as (
    select
        user_id, ts, sum(events) over so_far as events, sum(interests) over so_far as interests,
        min(ts) over so_far as first_ts
    from moment_of_action
    window so_far as (partition by user_id order by ts)
),
joined as (
    select user_id, min(joined_at) as joined_at
    from users
    where user_id in (select user_id from moments)
    group by user_id
),
wanted as (
    select context_id, user_id, ts, ts - interval 30 day as month_ago from moments
)
select
    wanted.context_id,
    coalesce(now.events, 0) - coalesce(month.events, 0) as events_30d,
    epoch(wanted.ts - now.ts) / 86400 as days_since_event,
    epoch(wanted.ts - if(joined.joined_at <= wanted.ts, joined.joined_at, now.first_ts)) / 86400 as tenure_days,
    coalesce(now.interests, 0) as interests,
    if(now.interests > 0, 5 / (now.interests + 5), null) as prior_weight
from wanted
asof left join sequence as now on wanted.user_id = now.user_id and wanted.ts > now.ts
asof left join sequence as month on wanted.user_id = month.user_id and wanted.month_ago > month.ts
left join joined on wanted.user_id = joined.user_id;

-- Money is compared within one currency only: per (context, currency of the item).
create or replace temp table money_state as
with moment_of_action as (
    select
        user_id, currency, ts, coalesce(sum(price * quantity) filter (bought), 0) as spend,
        coalesce(sum(ln(price)) filter (interested and price > 0), 0) as log_price,
        count(*) filter (interested and price > 0) as priced
    from actions
    where user_id in (select user_id from moments)
    group by user_id, currency, ts
),
sequence as (
    select
        user_id, currency, ts, sum(spend) over money_so_far as spend, sum(log_price) over money_so_far as log_price,
        sum(priced) over money_so_far as priced
    from moment_of_action
    window money_so_far as (partition by user_id, currency order by ts)
),
wanted as (
    select distinct context_id, user_id, currency, ts, ts - interval 90 day as quarter_ago from pairs
)
select
    wanted.context_id, wanted.currency,
    round(now.spend - coalesce(quarter.spend, 0), 6) as spend_90d,
    now.log_price / nullif(now.priced, 0) as usual_log_price,
    exp(now.log_price / nullif(now.priced, 0)) as usual_price
from wanted
asof join sequence as now
    on wanted.user_id = now.user_id and wanted.currency = now.currency and wanted.ts > now.ts
asof left join sequence as quarter
    on wanted.user_id = quarter.user_id and wanted.currency = quarter.currency and wanted.quarter_ago > quarter.ts;
