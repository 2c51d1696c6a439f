-- The column that could not be read in most rows of a file, or reads as times nobody can mean: a wrong format, not a
-- few bad rows.
-- $file_rows: how many rows each file has. Needs rejected. One row at most.

with unreadable as (
    select (row_id >> 40)::integer as file_number, "column", min(row_id & ((1::bigint << 40) - 1)) as "row", count(*) as rows
    from rejected
    where reason in ('unreadable time', 'unreadable number', 'impossible time')
    group by all
)
select file_number, "column", "row", rows, $file_rows[file_number + 1] as rows_in_file
from unreadable
where rows > 0.5 * $file_rows[file_number + 1]
order by rows desc
limit 1;
