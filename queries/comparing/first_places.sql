-- The first $k places of either ranker, null where the other one has the item further down or not at all. Input: two_slates.
create or replace temp table first_places as
select context_id, item_id, if(rank_a <= $k, rank_a, null) as rank_a, if(rank_b <= $k, rank_b, null) as rank_b
from two_slates
where rank_a <= $k or rank_b <= $k;
