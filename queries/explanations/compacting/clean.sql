-- Removes the files that were joined a day ago: nobody reads them any more.
call ducklake_cleanup_old_files('lake', older_than => now() - interval 1 day);
