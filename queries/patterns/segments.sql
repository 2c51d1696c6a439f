-- How many of the chosen explanations are in each segment.
with placed as (
    select dimension, segment_of(chosen_explanation, dimension) as segment
    from chosen_explanation
    cross join unnest(dimensions()) as every(dimension)
)
select dimension, segment, count(*) as explanations
from placed
group by dimension, segment
order by dimension, explanations desc, segment;
