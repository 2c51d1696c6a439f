-- Keeps the rejected rows of one role's files, each with its reason and the whole row as it stood in the file.
-- Needs rejected. $file_names: by file number.

insert into rejects by name
select
    $source_name as source,
    $file_names[(row_id >> 40) + 1] as file,
    row_id & ((1::bigint << 40) - 1) as "row",
    rejected."column",
    rejected.reason,
    to_json(struct_pack(*columns(file_row.* exclude (row_id)))) as raw,
    $now as loaded_at
from file_rows($role) as file_row
join rejected using (row_id);
