-- The columns an adapter wants of each kind of file, in order. Needs its wanted_* tables.

select table_name[8:] as role, column_name as name, data_type as type, not is_nullable as required
from duckdb_columns()
where table_name like 'wanted\_%' escape '\'
order by role, column_index;
