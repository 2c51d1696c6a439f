-- Who typed what, and in how many contexts. Input: every_context (context/every.sql).
select lower(trim(search)) as search, coalesce(user_id, 'session:' || session_id, context_id) as shopper, count(*) as contexts
from every_context
where search is not null
group by all
order by search, shopper;
