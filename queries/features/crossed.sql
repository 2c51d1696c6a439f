-- What the shopper did before with this category, this brand and this very item.
-- own_share: the shopper's actions there / (all the shopper's actions + 5); the rest of an affinity is its prior.

create or replace temp table own_category as
with moment_of_action as (
    select user_id, category, ts, count(*) as interests
    from actions
    where interested and user_id in (select user_id from moments)
    group by user_id, category, ts
),
sequence as (
    select user_id, category, ts, sum(interests) over (partition by user_id, category order by ts) as interests
    from moment_of_action
),
wanted as (
    select distinct context_id, user_id, category, ts from pairs
)
select wanted.context_id, wanted.category, so_far.interests / (shopper.interests + 5) as own_share
from wanted
asof join sequence as so_far
    on wanted.user_id = so_far.user_id and wanted.category = so_far.category and wanted.ts > so_far.ts
join shopper_state as shopper on wanted.context_id = shopper.context_id;

create or replace temp table own_brand as
with moment_of_action as (
    select user_id, brand, ts, count(*) as interests
    from actions
    where interested and user_id in (select user_id from moments)
    group by user_id, brand, ts
),
sequence as (
    select user_id, brand, ts, sum(interests) over (partition by user_id, brand order by ts) as interests
    from moment_of_action
),
wanted as (
    select distinct context_id, user_id, brand, ts from pairs
)
select wanted.context_id, wanted.brand, so_far.interests / (shopper.interests + 5) as own_share
from wanted
asof join sequence as so_far
    on wanted.user_id = so_far.user_id and wanted.brand = so_far.brand and wanted.ts > so_far.ts
join shopper_state as shopper on wanted.context_id = shopper.context_id;

create or replace temp table own_item as
with moment_of_action as (
    select
        user_id, item_no, ts, count(*) filter (clicked) as clicks, count(*) filter (bought) as purchases,
        max(ts) filter (bought) as bought_at
    from actions
    where interested and user_id in (select user_id from moments)
    group by user_id, item_no, ts
),
sequence as (
    select
        user_id, item_no, ts, sum(clicks) over item_so_far as clicks, sum(purchases) over item_so_far as purchases,
        max(bought_at) over item_so_far as last_bought
    from moment_of_action
    window item_so_far as (partition by user_id, item_no order by ts)
),
wanted as (
    select pair_no, user_id, item_no, ts from pairs
)
select
    wanted.pair_no, so_far.clicks as item_clicks, so_far.purchases as item_purchases,
    epoch(wanted.ts - so_far.last_bought) / 86400 as days_since_bought
from wanted
asof join sequence as so_far
    on wanted.user_id = so_far.user_id and wanted.item_no = so_far.item_no and wanted.ts > so_far.ts;

-- A session is short, so its clicks before the moment are joined plainly.
create or replace temp table session_click as
select moment.context_id, click.ts, click.item_id, click.category, click.brand
from moments as moment
join actions as click on moment.session_id = click.session_id and click.ts < moment.ts and click.clicked;
