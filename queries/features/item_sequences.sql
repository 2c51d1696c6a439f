-- Running totals of what is known of items, one row per moment at which something became known. The state of an item at
-- a moment is the last row before it; a count within a window is the difference of two such rows.

create or replace temp table shown as
select item.item_no, coalesce(impression.ts, search.ts) as ts, impression.price
from impressions as impression
join item_facts as item using (item_id)
left join searches as search using (search_id)
where coalesce(impression.ts, search.ts) is not null;

create or replace temp table happening as
select item_no, ts, 1 as impressions, 0 as clicks, 0 as purchases, 0 as interests, 0 as reviews, 0.0::double as stars
from shown
union all
select item_no, ts, 0, clicked::integer, bought::integer, interested::integer, 0, 0
from actions
where item_no is not null and interested
union all
select item.item_no, review.ts, 0, 0, 0, 0, 1, review.rating
from reviews as review join item_facts as item using (item_id)
where review.ts is not null and review.rating is not null;

create or replace temp table item_sequence as
with moment as (
    select
        item_no, ts, sum(impressions)::double as impressions, sum(clicks)::double as clicks,
        sum(purchases)::double as purchases, sum(reviews)::double as reviews, sum(stars) as stars
    from happening
    group by item_no, ts
)
select
    item_no, ts,
    sum(impressions) over item_so_far as impressions, sum(clicks) over item_so_far as clicks,
    sum(purchases) over item_so_far as purchases, sum(reviews) over item_so_far as reviews,
    sum(stars) over item_so_far as stars, first_value(ts) over item_so_far as first_seen
from moment
window item_so_far as (partition by item_no order by ts);

-- The same totals of a whole platform: the catalogue's own rates, towards which an item's are smoothed.
create or replace temp table platform_sequence as
with moment as (
    select
        item.platform, happened.ts, sum(impressions)::double as impressions, sum(clicks)::double as clicks,
        sum(purchases)::double as purchases, sum(interests)::double as interests, sum(reviews)::double as reviews,
        sum(stars) as stars
    from happening as happened join item_facts as item using (item_no)
    group by item.platform, happened.ts
)
select
    platform, ts,
    sum(impressions) over platform_so_far as impressions, sum(clicks) over platform_so_far as clicks,
    sum(purchases) over platform_so_far as purchases, sum(interests) over platform_so_far as interests,
    sum(reviews) over platform_so_far as reviews, sum(stars) over platform_so_far as stars
from moment
window platform_so_far as (partition by platform order by ts);

create or replace temp table shelf_sequence as
with moment as (
    select shelf_no, ts, sum(interests) as interests
    from happening join item_facts using (item_no)
    where interests > 0 and category is not null
    group by shelf_no, ts
)
select shelf_no, ts, sum(interests) over (partition by shelf_no order by ts) as interests
from moment;

create or replace temp table label_sequence as
with moment as (
    select label_no, ts, sum(interests) as interests
    from happening join item_facts using (item_no)
    where interests > 0 and brand is not null
    group by label_no, ts
)
select label_no, ts, sum(interests) over (partition by label_no order by ts) as interests
from moment;

-- A shown price is known at the moment it is shown; a price paid only after it.
create or replace temp table price_sequence as
with observed as (
    select item_no, ts as known_at, price from shown where price > 0
    union all
    select item.item_no, event.ts + interval 1 microsecond, event.price
    from events as event join item_facts as item using (item_id)
    where event.price > 0 and event.ts is not null
)
select item_no, known_at, max(price) as price
from observed
group by item_no, known_at;

-- The catalogue's prices of a shelf as a ladder: how many items cost less than each price, and how many just as much.
create or replace temp table price_ladder as
with step as (
    select shelf_no, catalogue_price as price, count(*) as equal
    from item_facts
    where catalogue_price > 0
    group by shelf_no, catalogue_price
)
select
    shelf_no, price, equal,
    sum(equal) over (partition by shelf_no order by price) - equal as cheaper,
    sum(equal) over (partition by shelf_no) as priced
from step
union all
select shelf_no, 0, 0, 0, sum(equal) from step group by shelf_no;
