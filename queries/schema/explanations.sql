-- Explanations of slates and what people said of them. Ids are text, times are UTC; contributions are in logits.

-- One row each. run: the ranker, the data and the settings it was computed with. rank: the place in its slate, from 1;
-- ts: the context's moment. verdict, comprehensiveness and sufficiency are null where trust was not measured.
create table if not exists explanations (
    explanation_id varchar, run varchar, context_id varchar, user_id varchar, item_id varchar, search varchar,
    lang varchar, surface varchar, platform varchar, category varchar, brand varchar, rank integer, ts timestamp,
    ranker_id varchar, data_id varchar, snapshot_id bigint, words_method varchar, behaviour_method varchar,
    background varchar, score double, base double, probability double, interaction double, completeness_gap double,
    converged boolean, steps integer, passes integer, verdict varchar, comprehensiveness double, sufficiency double,
    settings varchar, made_at timestamp, explanation_key ubigint
);

-- Its words and features as they stood. field: search, history_1, title, brand …, null for features.
-- explanation_key and driver_key are hashes, joined and grouped in place of text. total: on a driver's first occurrence in
-- the explanation the sum over all of them, null on the others, so that each counts once without a search for distinct ones.
create table if not exists contributions (
    explanation_id varchar, part varchar, name varchar, field varchar, start_char integer, end_char integer,
    feature_value double, contribution double, stderr double, explanation_key ubigint, driver_key ubigint, total double
);

-- The vocabulary of explanations. role: the field without its number (history_1 → history), behaviour for features.
-- word: the name as it is compared, case-folded and width-normalised; a feature's own name.
create table if not exists drivers (driver_key ubigint, part varchar, role varchar, word varchar);

-- The rows that explanations were compared with, long; background_id is in their settings. label: JSON by language.
create table if not exists backgrounds (
    background_id varchar, name varchar, label varchar, "row" integer, feature varchar, value double
);

-- What a person said of an explanation, or of one of its drivers (part and name, both null for the whole).
create table if not exists feedback (
    feedback_id varchar, explanation_id varchar, search varchar, user_id varchar, item_id varchar, ranker_id varchar,
    data_id varchar, part varchar, name varchar, verdict varchar, reason varchar, comment varchar, author varchar,
    lang varchar, given_at timestamp
);

-- Workspaces made before hold the first two tables, empty, in earlier shapes.
alter table explanations drop column if exists search_text;
alter table explanations add column if not exists run varchar;
alter table explanations add column if not exists search varchar;
alter table explanations add column if not exists lang varchar;
alter table explanations add column if not exists surface varchar;
alter table explanations add column if not exists platform varchar;
alter table explanations add column if not exists category varchar;
alter table explanations add column if not exists brand varchar;
alter table explanations add column if not exists rank integer;
alter table explanations add column if not exists ts timestamp;
alter table explanations add column if not exists data_id varchar;
alter table explanations add column if not exists words_method varchar;
alter table explanations add column if not exists behaviour_method varchar;
alter table explanations add column if not exists background varchar;
alter table explanations add column if not exists interaction double;
alter table explanations add column if not exists converged boolean;
alter table explanations add column if not exists passes integer;
alter table explanations add column if not exists verdict varchar;
alter table explanations add column if not exists comprehensiveness double;
alter table explanations add column if not exists sufficiency double;
alter table explanations add column if not exists settings varchar;
alter table explanations add column if not exists explanation_key ubigint;
alter table contributions add column if not exists stderr double;
alter table contributions add column if not exists explanation_key ubigint;
alter table contributions add column if not exists driver_key ubigint;
alter table contributions add column if not exists total double;
