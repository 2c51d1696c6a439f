-- One JSON object a line as Parquet. $columns: the type of every field to keep; a field that is absent reads as null.

copy (
    from read_ndjson($path, columns = $columns, maximum_object_size = $longest_line)
) to $target (format parquet);
