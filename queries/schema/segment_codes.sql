-- The segments once more, as the search for the worst reads them: a code of a few bits per segment of the dimensions that
-- are searched together, and the codes of each key in one number. recipe tells which dimensions, and how they were coded.
-- key is hashed: numbers are read, grouped and joined several times as fast as texts.
create table if not exists segment_codes (
    recipe varchar, dimension_no integer, dimension varchar, key_kind varchar, segment varchar, number bigint, bits ubigint,
    mask ubigint
);
create table if not exists key_codes (recipe varchar, key_kind varchar, key ubigint, bits ubigint);
