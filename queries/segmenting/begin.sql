-- A place for the segments that are found. Keys are written as text, whatever they name.
create or replace temp table found_segments (dimension varchar, key_kind varchar, key varchar, segment varchar);
