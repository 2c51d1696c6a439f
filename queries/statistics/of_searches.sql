-- The contexts that can be observed where none is a session, with who each belongs to: everything is counted by shopper,
-- and a shopper without an id is followed within their session. Input: search_context (context/every.sql).

create or replace temp view observed_context as
select context_id, user_id, coalesce(user_id, 'session:' || session_id, context_id) as shopper, ts from search_context;
