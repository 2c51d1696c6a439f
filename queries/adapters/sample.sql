-- title: Sample shop
-- title_zh: 示例商店
-- description: A folder of Parquet files named and shaped like the canonical tables, with the simulator's truth beside them.
-- description_zh: 一个文件夹，其中的 Parquet 文件与标准表同名同构，并附有模拟器已知的真值。
-- origin: simulated
-- licence: same as this project
-- file items: items.parquet
-- file users, optional: users.parquet
-- file searches, optional: searches.parquet
-- file impressions, optional: impressions.parquet
-- file events, optional: events.parquet
-- file judgements, optional: judgements.parquet
-- file reviews, optional: reviews.parquet
-- file truth, optional: truth.parquet

create temp table wanted_items (
    item_id varchar not null, kind varchar, title varchar not null, brand varchar, category varchar,
    description varchar, attributes varchar, price double, list_price double, currency varchar, lang varchar,
    platform varchar, image varchar, listed_at timestamp
);
create temp table wanted_users (
    user_id varchar not null, attributes varchar, lang varchar, platform varchar, joined_at timestamp
);
create temp table wanted_searches (
    search_id varchar not null, user_id varchar, session_id varchar, ts timestamp not null, text varchar, lang varchar,
    surface varchar, platform varchar, device varchar
);
create temp table wanted_impressions (
    search_id varchar not null, item_id varchar not null, position integer, ts timestamp, price double
);
create temp table wanted_events (
    ts timestamp not null, user_id varchar, session_id varchar, search_id varchar, item_id varchar not null,
    action varchar not null, quantity integer, price double
);
create temp table wanted_judgements (
    search_text varchar not null, item_id varchar not null, grade double not null, scale_max double, scale varchar
);
create temp table wanted_reviews (
    review_id varchar, item_id varchar not null, user_id varchar, ts timestamp, rating double, title varchar,
    text varchar, lang varchar
);
-- One column per driver beside the two ids. The empty one keeps a shop without truth readable; nulls tell nothing.
create temp table wanted_truth (search_id varchar not null, item_id varchar not null, "(none)" float);


create or replace temp view unusable as
select row_id, 'ts' as "column", 'unreadable time' as reason from raw('searches') where ts is null;

create or replace temp view staged_items as
select
    row_id, item_id, coalesce(kind, 'product') as kind, title, brand, category, description, attributes,
    price::double as price, list_price::double as list_price, currency, lang, platform, image,
    listed_at::timestamp as listed_at
from raw('items');

create or replace temp view staged_users as
select row_id, user_id, attributes, lang, platform, joined_at::timestamp as joined_at from raw('users');

create or replace temp view staged_searches as
select row_id, search_id, user_id, session_id, ts::timestamp as ts, text, lang, surface, platform, device
from raw('searches');

create or replace temp view staged_impressions as
select row_id, search_id, item_id, position::integer as position, ts::timestamp as ts, price::double as price
from raw('impressions');

create or replace temp view staged_events as
select
    row_id, ts::timestamp as ts, user_id, session_id, search_id, item_id, action, quantity::integer as quantity,
    price::double as price
from raw('events');

create or replace temp view staged_judgements as
select row_id, search_text, item_id, grade::double as grade, scale_max::double as scale_max, scale
from raw('judgements');

create or replace temp view staged_reviews as
select row_id, review_id, item_id, user_id, ts::timestamp as ts, rating::double as rating, title, text, lang
from raw('reviews');

create or replace temp view staged_truth as
with driver as (
    unpivot (from raw('truth')) on columns(* exclude (row_id, search_id, item_id))
    into name driver value contribution
)
select row_id, search_id, item_id, driver, contribution::double as contribution from driver;
