-- Rows whose id was given before, with other values, by an earlier row of this import: whatever came first stays.
-- $view: the new ids of a table (row_id, id). Needs suspect (row_hash): hashes of ids that occur more than once in it.

insert into rejected
with claim as (
    select row_id, id
    from query_table($view)
    where hash(id) in (select row_hash from suspect)
        and row_id not in (select row_id from rejected)
        and row_id not in (select row_id from repeated)
),
later as (
    select unnest(list(row_id order by row_id)[2:]) as row_id from claim group by id
)
select row_id, $id_column, 'id used before with other values' from later;
