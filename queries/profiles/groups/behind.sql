-- The contexts of a group of shoppers, those with the lowest values first, and of each shopper the lowest alone; where
-- nothing is measured, the latest. The group:
-- $kind and $key, as "rfm_cell" and "3 1" (r and f). Searches that may not be told are null. Inputs: banded,
-- every_context, usual_search.
with member as (
    select user_id
    from banded
    where case $kind
        when 'rfm_cell' then r || ' ' || f when 'spend' then spend_band::varchar when 'rfm' then rfm
        when 'stage' then stage when 'tenure' then coalesce(tenure, '') when 'platform' then coalesce(platform, '')
        when 'lang' then coalesce(lang, '') when 'taste' then coalesce(taste, '')
        when 'week' then strftime(date_trunc('week', seen_ts), '%Y-%m-%d')
        when 'month' then strftime(date_trunc('month', seen_ts), '%Y-%m-%d')
    end = $key
        -- Cohorts hold those alone whose first visit is in the log.
        and ($kind not in ('week', 'month') or first_ts >= (select min(seen_ts) from shopper))
),
measured as (
    select context_id, any_value(value) as value
    from context_metrics
    where metric = $metric and ranker_id = $ranker_id
    group by context_id
),
found as (
    select context_id, user_id, ts, search, value
    from member join every_context using (user_id) left join measured using (context_id)
    qualify row_number() over (partition by user_id order by value nulls last, ts desc, context_id) = 1
    order by value nulls last, ts desc, context_id
    limit $limit
)
select
    context_id, user_id, ts, if(usual.bare is not null, search, null) as search,
    search is not null and usual.bare is null as rare, value,
    (select count(*) from member) as shoppers
from found left join usual_search as usual on lower(trim(search)) = usual.bare
order by value nulls last, ts desc, context_id;
