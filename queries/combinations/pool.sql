-- The combinations worth a closer look: worse than the rest and, where they have conditions to spare, worse than what is
-- left of every combination with one condition less, by more than chance in one try of forty. Rows are counted here as if
-- they were independent; what is kept is tested shopper by shopper afterwards. At most $pool, the clearest first.
-- Inputs: code, screened. Combinations of segments that were not told apart are left out.

create or replace temp table family as
select screened.*
from screened
where not exists (
    select 1 from code where number = 63 and screened.mask & code.mask = code.mask and part & code.mask = code.bits
);

create or replace temp table pool as
with overall as (
    select count(*)::double as observations, sum(value) as total, sum(value * value) as squares
    from seen
    where not held_out
),
parent as (
    select distinct family.mask, family.mask & ~code.mask as parent_mask
    from (select distinct mask from family) as family join (select distinct mask from code) as code
        on family.mask & code.mask = code.mask
),
beside as (
    -- What a combination is compared with: what is left of each parent, and of everything.
    select
        family.mask, family.part, family.observations, family.total, family.squares,
        coalesce(above.observations, overall.observations) - family.observations as others,
        coalesce(above.total, overall.total) - family.total as other_total,
        coalesce(above.squares, overall.squares) - family.squares as other_squares
    from family
    join parent on family.mask = parent.mask
    left join screened as above on parent.parent_mask = above.mask and family.part & parent.parent_mask = above.part
    cross join overall
),
compared as (
    -- A combination that is all of its parent says nothing that the parent does not say.
    select
        mask, part,
        if(
            others > 0,
            (total / observations - other_total / others)
                / sqrt(
                    (squares + other_squares - total * total / observations - other_total * other_total / others)
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

select count(*) as tried from family;
