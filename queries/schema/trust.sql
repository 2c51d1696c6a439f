-- How far each explanation method can be relied on, measured on a sample of (context, item) pairs. players: words,
-- behaviour, or random for attribution dealt out at random. low, high: 95 % interval over the n pairs, null where none is
-- given. run: the ranker, the data, the method's settings and the sample.
create table if not exists trust_table (
    ranker_id varchar, data_id varchar, run varchar, players varchar, method varchar, metric varchar, value double,
    low double, high double, n bigint, made_at timestamp
);
