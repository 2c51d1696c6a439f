-- Every observation with all of its segments in one number, its cell: `cell & mask` is its place in a combination of
-- dimensions. Inputs: valued, observed_context, code, key_code. value is turned by $sign so that less is worse.

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
