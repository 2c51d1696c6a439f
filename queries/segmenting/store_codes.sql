-- Keeps the codes of the dimensions of $recipe. Inputs: code (combinations/codes.sql), segments.
insert into segment_codes by name select $recipe as recipe, * from code;
insert into key_codes by name
select $recipe as recipe, code.key_kind, key, bit_or(code.bits) as bits
from segments join code using (dimension, segment)
group by code.key_kind, key;
