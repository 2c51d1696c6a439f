-- Opens an import: how its files are read, what cleaning will find, and one empty view per table for the adapter to replace.
-- row_id: the file's number in this import times 2^40, plus the row's number in that file from 1. Null: a derived row.
-- $files: role -> its Parquet files. $first_file: role -> number of its first file in the import, from 0.

set variable files = $files;
set variable first_file = $first_file;

create temp table rejected (row_id bigint, "column" varchar, reason varchar);
create temp table repeated (row_id bigint);

-- A file as it is, and with every column that the adapter wants (null where the file has none).
create temp macro file_rows(role) as table
select
    (((getvariable('first_file')[role] + file_index)::bigint << 40) + file_row_number + 1)::bigint as row_id,
    * exclude (file_row_number)
from read_parquet(getvariable('files')[role], file_row_number = true, union_by_name = true);

create temp macro raw(role) as table
from query_table('wanted_' || role) union all by name from file_rows(role);

-- What an adapter says of its own rows: those it cannot use, and those it folds into others (a brand into its items).
create temp view unusable as select null::bigint as row_id, null as "column", null as reason where false;
create temp view folded as select null::bigint as row_id where false;

-- The origin that the content itself tells, in place of the adapter's.
create temp view seen_origin as select null as origin;

create temp view staged_items as select null::bigint as row_id where false;
create temp view staged_users as select null::bigint as row_id where false;
create temp view staged_searches as select null::bigint as row_id where false;
create temp view staged_impressions as select null::bigint as row_id where false;
create temp view staged_events as select null::bigint as row_id where false;
create temp view staged_judgements as select null::bigint as row_id where false;
create temp view staged_reviews as select null::bigint as row_id where false;
create temp view staged_truth as select null::bigint as row_id where false;
