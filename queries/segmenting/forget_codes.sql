-- Makes room for the codes of the segments as they are now.
delete from segment_codes;
delete from key_codes;
