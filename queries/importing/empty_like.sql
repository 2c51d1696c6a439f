-- A file without rows that has the columns wanted of a role, in place of one that is not there.

copy (from query_table('wanted_' || $role)) to $path (format parquet);
