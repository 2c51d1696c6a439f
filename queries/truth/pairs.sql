-- A repeatable choice of clicked impressions whose drivers are known, at or after a moment; one row per driver.
with clicked_pairs as (
    select distinct search_id, item_id
    from events
    where action = 'click' and ts >= $start
),

chosen_pairs as (
    select search_id, item_id
    from clicked_pairs
    semi join truth using (search_id, item_id)
    order by hash(search_id, item_id, $seed)
    limit $count
)

select search_id as context_id, item_id, driver, contribution
from truth
semi join chosen_pairs using (search_id, item_id)
order by context_id, item_id, driver;
