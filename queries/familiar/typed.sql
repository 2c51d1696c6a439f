-- What was typed in a span: each search with its language, contexts, different shoppers, and whether it may be told.
-- Inputs: every_context, usual_search.

select
    search, lang, count(*) as contexts,
    count(distinct coalesce(user_id, 'session:' || session_id, context_id)) as shoppers,
    any_value(lower(trim(search)) in (select bare from usual_search)) as may_be_told
from every_context
where search is not null
    and ($start::timestamp is null or ts >= $start::timestamp)
    and ($end::timestamp is null or ts < $end::timestamp)
group by search, lang
order by shoppers desc, contexts desc, search, lang;
