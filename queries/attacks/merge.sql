-- Joins the small files that many commits left; earlier snapshots stay readable.
call ducklake_merge_adjacent_files('lake', 'attacks');
