-- Figures of the whole. above_floor: the share of the way from the floor to a perfect 1.

select
    ranker_id, metric, part, version, k, grading, value, floor, (value - floor) / nullif(1 - floor, 0) as above_floor,
    contexts, asked, because, data_id, measured_at
from measurements
where $ranker_id::varchar is null or ranker_id = $ranker_id
order by ranker_id <> 'logged', ranker_id, metric, part;
