-- Rows that an earlier import of the same source brought already: a newer export of one log repeats most of the last one.
-- Hashes first; what meets is compared exactly.
-- $view: the view to look through; $kept: its canonical table.

create or replace temp table loaded_hash as
select hash(*columns(* exclude (source))) as row_hash
from query_table($kept)
where source = $source_name;

insert into repeated
with known as (
    select row(*columns(* exclude (source))) as content
    from query_table($kept)
    where source = $source_name
)
select distinct row_id
from (
    select row_id, row(*columns(* exclude (row_id))) as content
    from query_table($view) as new_row
    where row_id is not null
        and hash(*columns(* exclude (row_id))) in (from loaded_hash)
        and row_id not in (select row_id from rejected)
) as candidate
semi join known using (content);
