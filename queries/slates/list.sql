-- What has ranked, and how much.

select ranker_id, count(distinct context_id) as contexts, count(*) as rows
from slates
group by ranker_id
order by ranker_id;
