-- Few rows are kept in the catalogue itself: they go to a file.
call ducklake_flush_inlined_data('lake', table_name => 'audit_tests');
call ducklake_flush_inlined_data('lake', table_name => 'perturbed_slates');
call ducklake_flush_inlined_data('lake', table_name => 'audit_attributions');
