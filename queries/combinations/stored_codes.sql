-- code and key_code as they were kept with the segments for the dimensions of $recipe. Empty where others were.
-- Inputs: segment_codes, key_codes.

create or replace temp table code as
select dimension_no, dimension, key_kind, segment, number, bits, mask from segment_codes where recipe = $recipe;

create or replace temp table key_code as
select key_kind, key, bits from key_codes where recipe = $recipe;

select count(*) as codes from code;
