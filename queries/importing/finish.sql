-- Writes down the source.

insert into sources by name
select
    $source_name as name, $origin as origin, $licence as licence, $path as path, $fingerprint as fingerprint,
    $adapter as adapter, $rows_read::bigint as rows_read, $rows_kept::bigint as rows_kept,
    $rows_rejected::bigint as rows_rejected, $now as loaded_at;
