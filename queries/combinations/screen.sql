-- Sizes and sums of all combinations of one, two and three segments, in the half that is searched. Inputs: code, cell_sum.
-- Equivalent to grouping sets over the dimensions; worked out in two steps, because most of them share much: blocks of up
-- to six dimensions (three pairs) first, which every combination lies within, then combinations from a block's groups.
-- Combinations of segments that were not told apart are left out.

create or replace temp table combination as
with dimension as (
    select dimension_no, any_value(mask) as mask from code group by dimension_no
)
select distinct one.mask | two.mask | three.mask as mask
from dimension as one, dimension as two, dimension as three
where one.dimension_no <= two.dimension_no and two.dimension_no <= three.dimension_no;

create or replace temp table block as
with pair as (
    select dimension_no // 2 as pair_no, bit_or(mask) as mask from code group by pair_no
)
select one.mask | two.mask | three.mask as mask
from pair as one, pair as two, pair as three
where one.pair_no < two.pair_no and two.pair_no < three.pair_no
union all
select bit_or(mask) from pair having count(*) between 1 and 2;

create or replace temp table screened as
with searched as materialized (
    -- What is materialized is read by all cores, a small table by one.
    select cell, observations, total, squares from cell_sum where not held_out
),
block_group as (
    select
        block.mask as block, cell & block.mask as part, sum(observations) as observations, sum(total) as total,
        sum(squares) as squares
    from searched cross join block
    group by block.mask, part
),
smallest as (
    select combination.mask, min(block.mask) as block
    from combination join block on combination.mask & block.mask = combination.mask
    group by combination.mask
),
combined as (
    select
        smallest.mask, part & smallest.mask as part, sum(observations) as observations, sum(total) as total,
        sum(squares) as squares
    from smallest join block_group using (block)
    group by smallest.mask, part & smallest.mask
    having sum(observations) >= $needed
)
select *
from combined
where not exists (
    select 1 from code where number = 63 and combined.mask & code.mask = code.mask and part & code.mask = code.bits
);
