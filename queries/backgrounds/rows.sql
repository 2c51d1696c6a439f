-- The rows of one background, long.
select background_id, name, label, "row", feature, value
from backgrounds
where background_id = $background_id
order by "row", feature;
