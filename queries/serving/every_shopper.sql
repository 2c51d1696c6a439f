-- Asks for every shopper and every session as of one moment, each with the items it touched; and for a stranger.

create or replace temp table moments as
with asking as (
    select 'stranger' as context_id, null::varchar as user_id, null::varchar as session_id
    union all
    select distinct 'shopper:' || user_id, user_id, null
    from (select user_id from users union select user_id from actions)
    where user_id is not null
    union all
    select distinct 'session:' || session_id, null, session_id from actions where session_id is not null
)
select *, $as_of::timestamp as ts from asking;

create or replace temp table candidates as
select distinct 'shopper:' || user_id as context_id, item_id
from actions
where user_id is not null and interested;
