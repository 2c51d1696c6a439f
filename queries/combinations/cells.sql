-- Every observation with all of its segments in one number, its cell: each dimension has a few bits of it, so that a
-- combination of dimensions is a mask and `cell & mask` the observation's place in it. Inputs: valued, observed_context,
-- segments, and wanted (dimension_no, dimension, key_kind, absent). value is turned by $sign so that less is worse.
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

-- Keys are joined by their hashes: numbers are grouped and joined several times as fast as texts.
create or replace temp table key_code as
select code.key_kind, hash(key) as key, bit_or(bits) as bits
from segments join code using (dimension, segment)
group by code.key_kind, hash(key);

create or replace temp table seen as
with context as (
    select
        context_id, hash(context_id) as context, hash(shopper) as shopper, hash(shopper, 'held out') % 2 = 1 as held_out,
        coalesce(of_context.bits, 0) | coalesce(of_user.bits, 0) as bits
    from observed_context
    left join key_code as of_context on of_context.key_kind = 'context' and of_context.key = hash(context_id)
    left join key_code as of_user on of_user.key_kind = 'user' and of_user.key = hash(user_id)
)
select
    shopper, context, $sign * value as value, held_out,
    context.bits | coalesce(of_item.bits, 0) | coalesce(of_impression.bits, 0) as cell
from valued
join context using (context_id)
left join key_code as of_item on of_item.key_kind = 'item' and of_item.key = hash(item_id)
left join key_code as of_impression
    on of_impression.key_kind = 'impression' and of_impression.key = hash(context_id || ' ' || item_id)
where value is not null;

-- The observations of a cell are never told apart: what is summed over them, in each half, is summed once.
create or replace temp table cell_sum as
select cell, held_out, count(*)::double as observations, sum(value) as total, sum(value * value) as squares
from seen
group by cell, held_out;

select dimension_no, dimension, mask from code group by all order by dimension_no;
