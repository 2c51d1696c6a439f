-- Resistances: how many edits it takes to move items in or out of the first places. Ids are text, times are UTC.

-- One row each. settings: JSON, all that decides what is tried on which contexts.
create table if not exists resistances (
    resistance_id varchar, settings varchar, ranker_id varchar, data_id varchar, made_at timestamp
);

-- The sample. stratum: its segments, joined; weight: how many contexts of the log it stands for.
create table if not exists resistance_contexts (
    resistance_id varchar, context_id varchar, user_id varchar, shopper varchar, stratum varchar, weight double
);

-- One row per context and direction (lift: the title of an item just beyond the first places was edited; hide: the search,
-- against an item within them). because: why nothing could be tried, null where something was. edits: how many it took,
-- null where none were found; spans: JSON, the edits. rank_after: null where none were found, or the item is no candidate
-- any more. scored: titles or searches that were put to the ranker.
create table if not exists attacks (
    resistance_id varchar, context_id varchar, direction varchar, item_id varchar, because varchar, edits integer,
    spans varchar, rank_before integer, rank_after integer, scored integer
);
