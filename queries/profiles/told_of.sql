-- Who some shoppers are, and the category each of them cares for most. Input: shopper.
with fact as (
    select item_id, any_value(category) as category from items group by item_id
),
liked as (
    select user_id, category, count(*) as actions
    from events join fact using (item_id)
    where user_id in (select unnest($user_ids::varchar[])) and action in ('view', 'click', 'cart', 'purchase')
        and category is not null
    group by user_id, category
),
favourite as (
    select user_id, arg_max(category, (actions, category)) as category from liked group by user_id
)
select user_id, rfm, stage, orders, category
from shopper left join favourite using (user_id)
where user_id in (select unnest($user_ids::varchar[]));
