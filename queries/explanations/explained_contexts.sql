-- The contexts of which a run has explained $k items or more.
select context_id from explanations where run = $run group by context_id having count(*) >= $k;
