-- Rows whose id another import has brought, with other values.
-- $new_ids: the new ids of a table (row_id, id). $taken_ids: those in the workspace (id).

insert into rejected
select row_id, $id_column, 'id used before with other values'
from query_table($new_ids)
semi join query_table($taken_ids) using (id)
where row_id is not null
    and row_id not in (select row_id from rejected)
    and row_id not in (select row_id from repeated);
