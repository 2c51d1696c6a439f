-- Adds what a dimension's statement answered. Input: answered (key, segment).
insert into found_segments
select $dimension, $key_kind, key::varchar, segment::varchar from answered;
