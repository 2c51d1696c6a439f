-- Every context of the log, as a temporary view. A search (or any other surface with a slate) is a context; in a source
-- without searches a session is one, as of its first event. The searches are also a view of their own, which costs less.

create or replace temp view search_context as
select
    search_id as context_id, user_id, session_id, ts, surface, platform, lang, nullif(trim(text), '') as search,
    search_id
from searches
where ts is not null;

create or replace temp view every_context as
with session as (
    select
        session_id, min(event.ts) as ts, arg_min(event.user_id, event.ts) as user_id, min(item.platform) as platform
    from events as event left join items as item using (item_id)
    where session_id is not null
        and coalesce(event.source, '') not in (select coalesce(source, '') from searches)
    group by session_id
)
select * from search_context
union all
select 'session:' || session_id, user_id, session_id, ts, 'session', platform, null, null, null
from session
where ts is not null;
