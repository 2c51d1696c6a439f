-- Rows of one table that repeat an earlier row of the same import in every column we keep.
-- $view: the table's new rows. Needs suspect (row_hash): hashes that occur more than once in it.

insert into rejected
with twin as (
    select row_id, row(*columns(* exclude (row_id))) as content
    from query_table($view) as new_row
    where row_id is not null
        and hash(*columns(* exclude (row_id))) in (select row_hash from suspect)
        and row_id not in (select row_id from rejected)
),
repetition as (
    select unnest(list(row_id order by row_id)[2:]) as row_id from twin group by content
)
select distinct row_id, null, 'exact duplicate' from repetition;
