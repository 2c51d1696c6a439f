-- The searches that may be told, as they are compared: those that $many shoppers or more typed. Case and outer spaces do not
-- matter. Input: every_context.
create or replace temp table usual_search as
select lower(trim(search)) as bare
from every_context
where search is not null
group by bare
having count(distinct coalesce(user_id, 'session:' || session_id)) >= $many;
