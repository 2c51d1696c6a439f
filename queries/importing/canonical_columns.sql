-- The columns of the canonical tables, in order. Needs the tables of schema/canonical.sql.

select table_name as "table", column_name as "column"
from duckdb_columns()
where not internal and column_name <> 'source'
order by table_name, column_index;
