-- How many of the chosen explanations are in each segment.
with placed as (
    select dimension, segment_in(segments, dimension) as segment
    from chosen_explanation
    cross join unnest(dimensions()[2:]) as every(dimension)
)
select dimension, segment, count(*) as explanations
from placed
group by dimension, segment
order by dimension, explanations desc, segment;
