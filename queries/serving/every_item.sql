-- Asks for every item of the catalogue as of one moment.

create or replace temp table moments as
select 'now' as context_id, null::varchar as user_id, null::varchar as session_id, $as_of::timestamp as ts;

create or replace temp table candidates as
select 'now' as context_id, item_id from item_facts;
