-- Puts the figures of one method in place of earlier ones of the same ranker. Input: made_figure (metric, value, low,
-- high, n).
delete from trust_table where ranker_id = $ranker_id and players = $players and method = $method;

insert into trust_table by name
select
    $ranker_id as ranker_id, $data_id as data_id, $run as run, $players as players, $method as method,
    metric, value, low, high, n, cast(now() as timestamp) as made_at
from made_figure;
