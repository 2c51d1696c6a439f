-- Where nothing could be tried, and why: contexts by direction and reason.
select direction, because, count(*) as contexts
from attacks
where resistance_id = $resistance_id and because is not null
group by direction, because
order by direction, contexts desc, because;
