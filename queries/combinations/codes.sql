-- Codes of the segments of the dimensions that are searched, of a few bits each, side by side in one number, so that a
-- combination of dimensions is a mask. Inputs: segments, and wanted (dimension_no, dimension, key_kind, absent).
-- The segment of what is absent is code 0; of others the 62 most frequent have codes, the rest share 63 and are not told
-- apart. Dimensions are taken while their bits last.

create or replace temp table code as
with counted as (
    select dimension, segment, count(*) as keys from segments group by dimension, segment
),
told as (
    select dimension_no, dimension, wanted.key_kind, segment, keys
    from counted join wanted using (dimension)
    where segment <> absent
),
numbered as (
    select *, least(row_number() over (partition by dimension_no order by keys desc, segment), 63) as number from told
),
width as (
    select dimension_no, ceil(log2(max(number) + 1))::bigint as bits from numbered group by dimension_no
),
placed as (
    select dimension_no, bits, sum(bits) over (order by dimension_no) - bits as shift from width
)
select
    numbered.dimension_no, dimension, key_kind, segment, number, (number::ubigint << shift::ubigint) as bits,
    (((1::ubigint << bits::ubigint) - 1) << shift::ubigint) as mask
from numbered join placed using (dimension_no)
where shift + bits <= 62;
