-- The contexts of a span of time, as a temporary table. Input: every_context (context/every.sql).

create or replace temp table selected_context as
with acted_on as (
    select distinct search_id
    from events
    where search_id is not null and action in ('view', 'click', 'cart', 'purchase')
)
select *
from every_context
where ($start::timestamp is null or ts >= $start::timestamp)
    and ($end::timestamp is null or ts < $end::timestamp)
    and (not $with_actions_only or search_id is null or search_id in (from acted_on))
order by
    case when $limit::bigint is not null then md5_number_lower(context_id || ':' || $seed) end, ts, context_id
limit $limit;

create or replace temp table moments as
select context_id, user_id, session_id, ts from selected_context;
