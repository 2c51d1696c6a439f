-- Running totals of what is known of items, one row per moment at which something became known. The state of an item at
-- a moment is the last row before it; a count within a window is the difference of two such rows.

create or replace temp table item_sequence as
with happening as (
    select shown.item_id, coalesce(shown.ts, search.ts) as ts, 1 as impressions, 0 as clicks, 0 as purchases, 0 as reviews, 0 as stars
    from impressions as shown left join searches as search using (search_id)
    union all
    select item_id, ts, 0, clicked::int, bought::int, 0, 0 from actions where clicked or bought
    union all
    select item_id, ts, 0, 0, 0, 1, rating from reviews where rating is not null
),
moment as (
    select
        item_id, ts, sum(impressions) as impressions, sum(clicks) as clicks, sum(purchases) as purchases,
        sum(reviews) as reviews, sum(stars) as stars
    from happening
    where ts is not null
    group by item_id, ts
)
select
    item_id, ts,
    sum(impressions) over item_so_far as impressions, sum(clicks) over item_so_far as clicks,
    sum(purchases) over item_so_far as purchases, sum(reviews) over item_so_far as reviews, sum(stars) over item_so_far as stars,
    min(ts) over item_so_far as first_seen
from moment
window item_so_far as (partition by item_id order by ts);

-- The same totals of a whole platform: the catalogue's rates, towards which an item's own are smoothed.
create or replace temp table platform_sequence as
with happening as (
    select
        shown.item_id, coalesce(shown.ts, search.ts) as ts, 1 as impressions, 0 as clicks, 0 as purchases,
        0 as reviews, 0 as stars, 0 as interests
    from impressions as shown left join searches as search using (search_id)
    union all
    select item_id, ts, 0, clicked::int, bought::int, 0, 0, interested::int from actions
    union all
    select item_id, ts, 0, 0, 0, 1, rating, 0 from reviews where rating is not null
),
moment as (
    select
        coalesce(item.platform, '') as platform, ts, sum(impressions) as impressions, sum(clicks) as clicks,
        sum(purchases) as purchases, sum(reviews) as reviews, sum(stars) as stars, sum(interests) as interests
    from happening left join item_facts as item using (item_id)
    where ts is not null
    group by all
)
select
    platform, ts,
    sum(impressions) over platform_so_far as impressions, sum(clicks) over platform_so_far as clicks,
    sum(purchases) over platform_so_far as purchases, sum(reviews) over platform_so_far as reviews, sum(stars) over platform_so_far as stars,
    sum(interests) over platform_so_far as interests
from moment
window platform_so_far as (partition by platform order by ts);

create or replace temp table category_sequence as
with moment as (
    select platform, category, ts, count(*) as interests
    from actions
    where interested and category is not null
    group by all
)
select platform, category, ts, sum(interests) over (partition by platform, category order by ts) as interests
from moment;

create or replace temp table brand_sequence as
with moment as (
    select platform, brand, ts, count(*) as interests
    from actions
    where interested and brand is not null
    group by all
)
select platform, brand, ts, sum(interests) over (partition by platform, brand order by ts) as interests
from moment;

-- A shown price is known at the moment it is shown; a price paid only after it.
create or replace temp table price_sequence as
with observed as (
    select shown.item_id, coalesce(shown.ts, search.ts) as known_at, shown.price
    from impressions as shown left join searches as search using (search_id)
    where shown.price > 0
    union all
    select item_id, ts + interval 1 microsecond, price from events where price > 0
)
select item_id, known_at, max(price) as price
from observed
where known_at is not null
group by item_id, known_at;

-- How many items of a (platform, category) cost less, and how many just as much: the catalogue's prices.
create or replace temp table price_ladder as
with step as (
    select platform, coalesce(category, '') as category, catalogue_price as price, count(*) as equal
    from item_facts
    where catalogue_price > 0
    group by all
)
select
    platform, category, price, equal,
    sum(equal) over (partition by platform, category order by price) - equal as cheaper,
    sum(equal) over (partition by platform, category) as priced
from step;
