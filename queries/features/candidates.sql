-- The pairs asked for and the moments of their contexts. Input: asked (context_id, item_id).

create or replace temp table candidates as
select context_id::varchar as context_id, item_id::varchar as item_id from asked;

create or replace temp table moments as
select search_id as context_id, user_id, session_id, ts
from searches
where search_id in (select context_id from candidates)
union all
select 'session:' || session_id, arg_min(user_id, ts), session_id, min(ts)
from events
where 'session:' || session_id in (select context_id from candidates)
group by session_id;
