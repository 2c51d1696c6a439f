-- Which needs of metrics are met. Inputs: slate_row, outcome_row, $logged (the slates are those that were shown), $seen
-- (each of their items was shown in its context), $ranker_id, and of the grading $top and the least action that counts,
-- $outcome.

with tied as (
    select action, item_id, price from events where search_id is not null and item_id is not null
)
select 'outcomes' as need, exists(from outcome_row where grade > 0) as met
union all
select 'scale', not exists(from outcome_row where grade > $top)
union all
select 'probability', exists(from slate_row where probability is not null)
union all
select 'target', not exists(from slates where ranker_id = $ranker_id and target <> $outcome)
union all
select 'shown', $logged::boolean
union all
select 'seen', $seen::boolean
union all
select 'clicks', exists(from tied where action in ('view', 'click', 'cart', 'purchase'))
union all
select 'carts', exists(from tied where action in ('cart', 'purchase'))
union all
select 'purchases', exists(from tied where action = 'purchase')
union all
select 'money', exists(from tied left join items using (item_id)
    where action = 'purchase' and coalesce(tied.price, items.price) is not null)
union all
select 'costs', exists(from items where regexp_matches(attributes, '(^|; )(cost|成本): *[0-9]'))
union all
select 'sellers', exists(from items where regexp_matches(attributes, '(^|; )(seller|卖家): *[^; ]'))
union all
select 'searches', exists(from searches where trim(text) <> '')
union all
select 'catalogue', exists(from items)
union all
select 'categories', exists(from items where category is not null)
union all
select 'brands', exists(from items where brand is not null)
union all
select 'attributes', exists(from items where trim(attributes) <> '')
union all
select 'prices', exists(from items where price is not null)
union all
select 'interest', exists(from events where action in ('view', 'click', 'cart', 'purchase') and item_id is not null)
union all
select 'histories', exists(from events where user_id is not null and item_id is not null)
    and exists(from searches where user_id is not null and ts is not null);
