-- Price choices: where what was put in the cart or bought lay among the prices of its category in the same slate, from 0
-- (the cheapest shown) to 1 (the dearest), like prices in the middle of theirs. One number per slate; slates with fewer
-- than two prices of the category say nothing.
with priced as (
    select search_id, item_id, category, currency, coalesce(own_shown.price, own_item.price) as price
    from own_shown join own_item using (item_id)
    where coalesce(own_shown.price, own_item.price) is not null
    qualify row_number() over (partition by search_id, item_id order by position) = 1
),
placed as (
    select
        search_id, item_id,
        (rank() over shelf - 1 + (count(*) over (shelf range between current row and current row) - 1) / 2)
            / (count(*) over (partition by search_id, category, currency) - 1) as place
    from priced
    window shelf as (partition by search_id, category, currency order by price)
),
chosen as (
    select search_id, avg(place) as place
    from placed
    where isfinite(place) and (search_id, item_id) in (
        select (search_id, item_id) from own_event where action in ('cart', 'purchase') and search_id is not null
    )
    group by search_id
)
select count(*) as slates, avg(place) as place, stddev_samp(place) as deviation from chosen;
