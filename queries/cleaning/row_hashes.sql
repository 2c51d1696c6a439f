-- A 64-bit hash of every row of a view, over all its columns but row_id. One part of $parts, so that memory stays flat.

with hashed as (
    select hash(*columns(* exclude (row_id))) as row_hash from query_table($view) where row_id is not null
)
select row_hash from hashed where row_hash % $parts::ubigint = $part::ubigint;
