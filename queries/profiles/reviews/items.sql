-- Items that $many shoppers reviewed, those they like least first, and how they are treated: where and how often they are
-- shown, clicked and bought, and the rank a ranker gives them. often_shown: a search they are shown for that $many shoppers
-- typed, the most frequent one. Input: review.
with opinion as (
    select
        item_id, any_value(item) as item, any_value(category) as category, count(*) as reviews,
        count(distinct shopper) as shoppers, avg(rating) as stars, count(*) filter (rating <= 2) / count(*) as unhappy,
        1.95996 * stddev_samp(rating) / sqrt(count(*)) as half
    from review
    where rating is not null
    group by item_id
    having count(distinct shopper) >= $many
),
shown as (
    select item_id, count(*) as impressions, avg(position) as position
    from impressions
    group by item_id
),
acted as (
    select
        item_id, count(distinct search_id) filter (action in ('view', 'click')) as clicks,
        count(*) filter (action = 'purchase') as purchases
    from events
    group by item_id
),
ranked as (
    select item_id, avg(rank) as rank, count(*) as slates from slates where ranker_id = $ranker_id group by item_id
),
usual as (
    select lower(trim(text)) as bare, any_value(trim(text)) as search
    from searches
    where trim(text) <> ''
    group by bare
    having count(distinct coalesce(user_id, 'session:' || session_id)) >= $many
),
least as (
    select * from opinion order by stars, item_id limit $limit
),
asked as (
    select item_id, search, count(*) as times
    from least
    join impressions using (item_id)
    join searches using (search_id)
    join usual on lower(trim(searches.text)) = usual.bare
    group by item_id, search
),
told as (
    select item_id, arg_max(search, (times, search)) as often_shown from asked group by item_id
)
select
    least.*, coalesce(impressions, 0) as impressions, position, clicks / impressions as click_rate,
    coalesce(purchases, 0) as purchases, rank, slates, often_shown
from least
left join shown using (item_id)
left join acted using (item_id)
left join ranked using (item_id)
left join told using (item_id)
order by stars, item_id;
