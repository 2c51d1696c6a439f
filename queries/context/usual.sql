-- The searches that may be told, as they are compared: those that $many shoppers or more typed. Case and outer spaces do not
-- matter. Input: search_context (context/every.sql): sessions have no search.
create or replace temp table usual_search as
select lower(trim(search)) as bare
from search_context
where search is not null
group by bare
having count(distinct coalesce(user_id, 'session:' || session_id)) >= $many;
