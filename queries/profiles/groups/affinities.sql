-- How many shoppers of each group ($by: a column of shopper) clicked, put in the cart or bought something of the $limit
-- categories or brands ($of) that most shoppers did so with. Input: shopper.
with fact as (
    select item_id, any_value(if($of = 'brand', brand, category)) as subject from items group by item_id
),
liked as (
    select distinct user_id, subject
    from events join fact using (item_id)
    where user_id is not null and subject is not null and action in ('view', 'click', 'cart', 'purchase')
),
member as (
    select
        user_id,
        coalesce(
            case $by when 'stage' then stage when 'rfm' then rfm when 'tenure' then tenure when 'platform' then platform
                when 'lang' then lang when 'taste' then taste end, ''
        ) as segment
    from shopper
    where clicks + carts + purchases > 0
),
group_size as (
    select segment, count(*) as size from member group by segment
),
usual as (
    select subject, count(*) as shoppers, count(*) / (select count(*) from member) as share
    from liked
    group by subject
    order by shoppers desc, subject
    limit $limit
),
cell as (
    select segment, subject, count(*) as shoppers from liked join member using (user_id) group by segment, subject
)
select
    subject, segment, size, coalesce(cell.shoppers, 0) as shoppers, coalesce(cell.shoppers, 0) / size as share,
    usual.share as everyone, coalesce(cell.shoppers, 0) / size / usual.share as lift
from usual cross join group_size left join cell using (subject, segment)
order by usual.shoppers desc, subject, segment;
