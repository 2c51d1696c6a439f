-- What two rankers put where, in the contexts that both ranked: rank from 1, null where the other one has the item alone.
-- 'logged' is what was shown, an item shown twice at its best position. Output: two_slates (context_id, item_id, rank_a,
-- rank_b).

create or replace temp table two_slates as
with as_shown as (
    select
        search_id as context_id, item_id,
        row_number() over (partition by search_id order by min(position), item_id) as rank
    from impressions
    where position is not null and search_id is not null and item_id is not null
        and 'logged' in ($a, $b)
    group by search_id, item_id
),
ranked as (
    select ranker_id, context_id, item_id, rank from slates where ranker_id in ($a, $b)
    union all
    select 'logged', context_id, item_id, rank from as_shown
),
of_a as (select context_id, item_id, rank from ranked where ranker_id = $a),
of_b as (select context_id, item_id, rank from ranked where ranker_id = $b),
in_both as (select distinct context_id from of_a semi join of_b using (context_id))
select context_id, item_id, of_a.rank::integer as rank_a, of_b.rank::integer as rank_b
from (from of_a semi join in_both using (context_id)) as of_a
full join (from of_b semi join in_both using (context_id)) as of_b using (context_id, item_id);
