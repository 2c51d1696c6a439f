-- As statistics/of_searches.sql, with the sessions of sources without searches. Input: every_context (context/every.sql).

create or replace temp view observed_context as
select context_id, user_id, coalesce(user_id, 'session:' || session_id, context_id) as shopper, ts from every_context;
