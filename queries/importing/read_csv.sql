-- A table of separated values as Parquet, every value as the text it is: an id keeps its leading zeros.

copy (
    from read_csv(
        $path, all_varchar = true, header = true, skip = 0, delim = $delimiter, quote = '"', escape = '"', comment = '',
        strict_mode = true, null_padding = false, max_line_size = $longest_line
    )
) to $target (format parquet);
