-- Some contexts as a temporary table, as context/select.sql makes it of a span. Inputs: every_context, asked_context.

create or replace temp table selected_context as
select * from every_context where context_id in (select context_id from asked_context);

create or replace temp table moments as
select context_id, user_id, session_id, ts from selected_context;
