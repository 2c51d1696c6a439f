-- Goes on with the chosen combinations alone.
create or replace temp table pool as
select pool.* from pool where candidate in (select unnest($candidates));
