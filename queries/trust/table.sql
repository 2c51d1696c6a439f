-- The figures of every method measured with a ranker, in the order they were made.
select data_id, run, players, method, metric, value, low, high, n, made_at
from trust_table
where ranker_id = $ranker_id
order by made_at, players, method, metric;
