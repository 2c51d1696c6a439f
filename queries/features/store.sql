-- The `features` table: one row per logged impression, replaced as a whole.

create or replace table features as from temp.feature order by context_id, item_id;

select count(*) as rows from features;
