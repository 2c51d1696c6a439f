-- Every observation with all of its segments in one number, its cell: each dimension has a few bits of it, so that a
-- combination of dimensions is a mask and `cell & mask` the observation's place in it. Inputs: observation, segments, and
-- wanted (dimension_no, dimension, key_kind, absent). value is turned by $sign so that less is worse.
-- The segment of what is absent is code 0; of others the 62 most frequent have codes, the rest share 63 and are not told
-- apart. Dimensions are taken while their bits last.

create or replace temp table code as
with told as (
    select wanted.dimension_no, wanted.dimension, wanted.key_kind, segment, count(*) as keys
    from segments join wanted using (dimension)
    where segment <> absent
    group by all
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

create or replace temp table seen as
with context_code as (
    select key as context_id, bit_or(bits) as bits
    from segments join code using (dimension, segment)
    where code.key_kind = 'context'
    group by key
),
user_code as (
    select key as user_id, bit_or(bits) as bits
    from segments join code using (dimension, segment)
    where code.key_kind = 'user'
    group by key
),
item_code as (
    select key as item_id, bit_or(bits) as bits
    from segments join code using (dimension, segment)
    where code.key_kind = 'item'
    group by key
),
impression_code as (
    select key as impression, bit_or(bits) as bits
    from segments join code using (dimension, segment)
    where code.key_kind = 'impression'
    group by key
)
select
    row_number() over ()::integer as no, hash(shopper) as shopper, hash(context_id) as context, $sign * value as value,
    $sign * value as residual, hash(shopper, 'held out') % 2 = 1 as held_out,
    coalesce(context_code.bits, 0) | coalesce(user_code.bits, 0) | coalesce(item_code.bits, 0)
        | coalesce(impression_code.bits, 0) as cell
from observation
left join context_code using (context_id)
left join user_code using (user_id)
left join item_code using (item_id)
left join impression_code on impression_code.impression = observation.context_id || ' ' || observation.item_id;

select dimension_no, dimension, mask from code group by all order by dimension_no;
