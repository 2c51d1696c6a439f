-- Few rows are kept in the catalogue itself: they go to a file.
call ducklake_flush_inlined_data('lake', table_name => 'attacks');
