-- The $most most frequent segments of each dimension that at least $many keys have.
select dimension, segment, count(*) as keys
from segments
group by dimension, segment
having count(*) >= $many
qualify row_number() over (partition by dimension order by count(*) desc, segment) <= $most
order by dimension, keys desc, segment;
