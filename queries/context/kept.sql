-- Every context as a table, for who asks for them several times: who it belongs to and what was searched. Input: every_context
-- (every.sql); it and search_context become views of the table.
create or replace temp table kept_context as
select context_id, user_id, session_id, ts, surface, search, search_id is not null as is_search from every_context;
create or replace temp view every_context as select * from kept_context;
create or replace temp view search_context as select * from kept_context where is_search;
