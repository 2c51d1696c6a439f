-- The combinations worth a closer look: worse than the rest and, where they have conditions to spare, worse than what is
-- left of every combination with one condition less, by more than chance in one try of forty. Rows are counted here as if
-- they were independent; what is kept is tested shopper by shopper afterwards. At most $pool, the clearest first.
-- Inputs: code, cell_sum, screened.

create or replace temp table pool as
with child as materialized (
    -- What is materialized is read by all cores, a small table by one.
    select * from screened
),
parent as (
    -- Those with one condition less; of one condition that is everything, which is 0.
    select distinct child.mask, child.mask & ~code.mask as parent_mask
    from (select distinct mask from screened) as child join (select distinct mask from code) as code
        on child.mask & code.mask = code.mask
),
above as (
    select mask, part, observations, total, squares from screened
    union all
    select 0, 0, sum(observations), sum(total), sum(squares) from cell_sum where not held_out
),
beside as (
    -- What a combination is compared with: what is left of each parent.
    select
        child.mask, child.part, child.observations, child.total, above.squares,
        above.observations - child.observations as others, above.total - child.total as other_total
    from child
    join parent on child.mask = parent.mask
    left join above on parent.parent_mask = above.mask and child.part & parent.parent_mask = above.part
),
compared as (
    -- A combination that is all of its parent says nothing that the parent does not say.
    select
        mask, part,
        if(
            others > 0,
            (total / observations - other_total / others)
                / sqrt(
                    greatest(squares - total * total / observations - other_total * other_total / others, 0)
                    / (observations + others) * (1 / observations + 1 / others)
                ),
            0
        ) as z
    from beside
)
select
    (row_number() over (order by round(max(z), 6), mask, part))::integer as candidate, mask, part
from compared
group by mask, part
having max(z) < -1.96
order by candidate
limit $pool;

select count(*) as tried from screened;
