-- The first $k places of both slates of each test, as comparing/churn.sql reads them. Input: made_place.
create or replace temp table first_places as
select
    test_id as context_id, item_id, if(rank_before <= $k, rank_before, null) as rank_a,
    if(rank <= $k, rank, null) as rank_b
from made_place
where rank_before <= $k or rank <= $k;
