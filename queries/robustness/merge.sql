-- Joins the small files that many commits left; earlier snapshots stay readable.
call ducklake_merge_adjacent_files('lake', 'audit_tests');
call ducklake_merge_adjacent_files('lake', 'perturbed_slates');
call ducklake_merge_adjacent_files('lake', 'audit_attributions');
