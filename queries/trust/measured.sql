-- The methods measured in runs asked for.
select distinct players, method from trust_table where ranker_id = $ranker_id and run in $runs;
