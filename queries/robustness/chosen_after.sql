-- What shoppers chose after each of the $most searches that most of them typed: search (lower case), typed (shoppers who
-- typed it), item_id, chosen (shoppers who clicked, carted or bought it there).

with typed as (
    select
        lower(trim(text)) as search, search_id, coalesce(user_id, session_id, search_id) as shopper
    from searches
    where trim(text) <> ''
),
often as (
    select search, count(distinct shopper) as typed
    from typed
    group by search
    order by typed desc, search
    limit $most
)
select often.search, often.typed, event.item_id, count(distinct typed.shopper) as chosen
from often
join typed using (search)
join events as event using (search_id)
where event.action in ('view', 'click', 'cart', 'purchase') and event.item_id is not null
group by all
order by all;
