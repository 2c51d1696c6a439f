-- The canonical tables. Ids are text, times are UTC without a zone; everything but ids may be null.
-- `create … if not exists` throughout: opening a workspace for writing brings it to this shape.

create table if not exists items (
    item_id varchar, kind varchar, title varchar, brand varchar, category varchar, description varchar,
    attributes varchar, price double, list_price double, currency varchar, lang varchar, platform varchar,
    image varchar, listed_at timestamp, source varchar
);

create table if not exists users (
    user_id varchar, attributes varchar, lang varchar, platform varchar, joined_at timestamp, source varchar
);

create table if not exists searches (
    search_id varchar, user_id varchar, session_id varchar, ts timestamp, text varchar, lang varchar,
    surface varchar, platform varchar, device varchar, source varchar
);

create table if not exists impressions (
    search_id varchar, item_id varchar, position integer, ts timestamp, price double, source varchar
);

-- action: view, click, cart, purchase, return
create table if not exists events (
    ts timestamp, user_id varchar, session_id varchar, search_id varchar, item_id varchar, action varchar,
    quantity integer, price double, source varchar
);

create table if not exists judgements (
    search_text varchar, item_id varchar, grade double, scale_max double, scale varchar, source varchar
);

create table if not exists reviews (
    review_id varchar, item_id varchar, user_id varchar, ts timestamp, rating double, title varchar,
    text varchar, lang varchar, source varchar
);

-- origin: recorded, generated, simulated. fingerprint: SHA-256 over the files' content.
create table if not exists sources (
    name varchar, origin varchar, licence varchar, path varchar, fingerprint varchar, adapter varchar,
    rows_read bigint, rows_kept bigint, rows_rejected bigint, loaded_at timestamp
);

create table if not exists rejects (
    source varchar, file varchar, "row" bigint, "column" varchar, reason varchar, raw varchar, loaded_at timestamp
);

-- Drivers of each choice, known for simulated shops only. Long: one row per (search, item, driver).
create table if not exists truth (
    search_id varchar, item_id varchar, driver varchar, contribution double, source varchar
);

create table if not exists rankers (
    ranker_id varchar, name varchar, folder varchar, card varchar, trained_at timestamp, added_at timestamp
);

create table if not exists explanations (
    explanation_id varchar, context_id varchar, user_id varchar, item_id varchar, search_text varchar,
    ranker_id varchar, snapshot_id bigint, score double, base double, probability double,
    completeness_gap double, steps integer, made_at timestamp
);

create table if not exists contributions (
    explanation_id varchar, part varchar, name varchar, field varchar, start_char integer, end_char integer,
    feature_value double, contribution double
);
