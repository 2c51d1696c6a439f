-- Keeps the codes of the dimensions of $recipe. Inputs: code (combinations/codes.sql), key_code (key_codes.sql).
insert into segment_codes by name select $recipe as recipe, * from code;
insert into key_codes by name select $recipe as recipe, * from key_code;
