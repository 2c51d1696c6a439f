-- How items that people like and dislike are treated: items with $few reviews and more, by their mean stars. exposure: how
-- often an item of the band was shown, over how often an item of all these bands was. Input: review.
with opinion as (
    select item_id, avg(rating) as stars, star_band(stars) as band, count(*) as reviews
    from review
    where rating is not null
    group by item_id
    having count(*) >= $few
),
shown as (
    select item_id, count(*) as impressions, sum(position) as positions from impressions group by item_id
),
acted as (
    select item_id, count(distinct search_id) as clicks from events where action in ('view', 'click') group by item_id
),
ranked as (
    select item_id, sum(rank) as ranks, count(*) as slates from slates where ranker_id = $ranker_id group by item_id
),
written as (
    select band, shopper from review join opinion using (item_id)
),
author as (
    select band, count(distinct shopper) as shoppers from written group by band
)
select
    band,
    any_value(shoppers) as shoppers, count(*) as items, sum(reviews)::bigint as reviews,
    coalesce(sum(impressions), 0)::bigint as impressions,
    (sum(impressions) / count(*)) / (sum(sum(impressions)) over () / sum(count(*)) over ()) as exposure,
    sum(positions) / sum(impressions) as position, sum(clicks) / sum(impressions) as click_rate,
    sum(ranks) / sum(slates) as rank
from opinion
left join shown using (item_id)
left join acted using (item_id)
left join ranked using (item_id)
left join author using (band)
group by band
order by band;
