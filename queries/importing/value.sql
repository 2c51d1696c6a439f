-- One row of a role's files, as JSON text.

select to_json(struct_pack(*columns(file_row.* exclude (row_id)))) as raw
from file_rows($role) as file_row
where row_id = $row_id;
