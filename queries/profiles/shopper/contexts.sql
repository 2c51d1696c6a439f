-- The shopper's contexts, the latest $latest: what was shown and chosen, how good it was, and whether it is explained.
with shown as (
    select search_id, count(*) as shown from own_shown group by search_id
),
chosen as (
    select
        coalesce(search_id, '') as search_id, if(search_id is null, session_id, null) as session_id,
        count(distinct item_id) filter (action = 'click') as clicked,
        count(distinct item_id) filter (action = 'cart') as cart,
        count(distinct item_id) filter (action = 'purchase') as bought
    from own_event
    group by all
),
measured as (
    select context_id, any_value(value) as value
    from own_metric
    where metric = $metric and ranker_id = $ranker_id
    group by context_id
),
explained as (
    select context_id, count(*) as explanations from own_explanation group by context_id
)
select
    own_context.context_id, ts, surface, if(lower(search) in (from own_usual), search, null) as search,
    search is not null and lower(search) not in (from own_usual) as rare, coalesce(shown, 0) as shown,
    coalesce(clicked, 0) as clicked, coalesce(cart, 0) as cart, coalesce(bought, 0) as bought, value,
    coalesce(explanations, 0) as explanations
from own_context
left join shown using (search_id)
left join chosen
    on own_context.search_id = chosen.search_id
        or own_context.search_id is null and own_context.session_id = chosen.session_id
left join measured using (context_id)
left join explained using (context_id)
order by ts desc, own_context.context_id
limit $latest;
