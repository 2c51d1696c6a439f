-- Both slates of a test, the first $k places of either.
select place.item_id, rank, score, rank_before, score_before
from perturbed_slates as place
where audit_id = $audit_id and test_id = $test_id and (rank <= $k or rank_before <= $k)
order by coalesce(rank_before, 1000000), rank;
