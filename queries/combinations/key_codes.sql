-- The codes of all segments of a key, which is hashed, in one number. Inputs: segments, code.

create or replace temp table key_code as
select code.key_kind, hash(key) as key, bit_or(bits) as bits
from segments join code using (dimension, segment)
group by code.key_kind, hash(key);
