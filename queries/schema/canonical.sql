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

-- Which segment of a dimension a context, user, item or impression ("context item") belongs to. Long: one row per key.
create table if not exists segments (
    dimension varchar, key_kind varchar, key varchar, segment varchar
);

create table if not exists rankers (
    ranker_id varchar, name varchar, folder varchar, card varchar, trained_at timestamp, added_at timestamp
);

-- Slates of rankers: rank by score descending, then item_id. candidates: how many were ranked; these are the first of them.
-- target: what the probability is a chance of.
create table if not exists slates (
    ranker_id varchar, context_id varchar, item_id varchar, rank integer, score double, probability double,
    candidates integer, target varchar
);
alter table slates add column if not exists target varchar;

-- Metrics by context, where they are defined. ranker_id: what ranked, 'logged' for the slates as shown. metric: the name
-- with its cut-off, and its currency where it is money. version: of the definition, with cut-off and grading.
create table if not exists context_metrics (
    ranker_id varchar, metric varchar, version varchar, context_id varchar, value double, floor double
);

-- Their figures of the whole: the mean over `contexts` of the `asked` ones, or a value over everything, or that of a
-- group (part), where `contexts` counts the relevant pairs it rests on. because: the unmet need of a metric that is not applicable. data_id: the data and slates measured.
create table if not exists measurements (
    ranker_id varchar, metric varchar, part varchar, version varchar, k integer, grading varchar, value double,
    floor double, contexts bigint, asked bigint, because varchar, data_id varchar, measured_at timestamp
);
