-- Rows of one table that repeat an earlier row of the same import in every column we keep.
-- Two passes, so that memory holds one number per row at most: rows whose 64-bit hash occurs twice, then those exactly.
-- $new_table: the view to look through.

create or replace temp table suspect as
select hash(*columns(* exclude (row_id))) as row_hash
from query_table($new_table)
where row_id is not null
group by row_hash
having count(*) > 1;

insert into rejected
with twin as (
    select row_id, row(*columns(* exclude (row_id))) as content
    from query_table($new_table) as new_row
    where row_id is not null
        and hash(*columns(* exclude (row_id))) in (from suspect)
        and row_id not in (select row_id from rejected)
),
repetition as (
    select unnest(list(row_id order by row_id)[2:]) as row_id from twin group by content
)
select distinct row_id, null, 'exact duplicate' from repetition;
