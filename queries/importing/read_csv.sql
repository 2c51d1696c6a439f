-- A table of separated values as Parquet, every value as the text it is: an id keeps its leading zeros.
-- $columns: the header's names, each varchar. Nothing is guessed, so that an error tells the line it is in.

copy (
    from read_csv(
        $path, columns = $columns, auto_detect = false, header = true, delim = $delimiter, quote = '"', escape = '"',
        strict_mode = true, null_padding = false, max_line_size = $longest_line
    )
) to $target (format parquet);
