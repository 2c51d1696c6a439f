-- popularity: how many different shoppers (sessions, where shoppers have no id) acted on an item in the whole log.
-- percentile: the share of the platform's items with fewer, half of those with as many; over a platform its mean is 0.5.
-- place: by shoppers within the platform, 1 the most. information: −log2 of the share of shoppers, one added to both.

create or replace temp table popularity as
with interest as (
    select item_id, coalesce(user_id, 'session:' || session_id) as shopper
    from events
    where action in ('view', 'click', 'cart', 'purchase') and item_id is not null
),
everyone as (
    select count(distinct shopper) as shoppers from interest
),
counted as (
    select item_id, count(distinct shopper) as shoppers from interest group by item_id
),
item as (
    select item_no, item_id, platform, coalesce(shoppers, 0) as shoppers
    from item_fact left join counted using (item_id)
)
select
    item.item_no, item.shoppers,
    (rank() over cheaper - 1 + count(*) over equal / 2) / count(*) over (partition by platform) as percentile,
    row_number() over (partition by platform order by item.shoppers desc, item_id) as place,
    log2((everyone.shoppers + 1) / (item.shoppers + 1)) as information
from item cross join everyone
window cheaper as (partition by platform order by item.shoppers), equal as (partition by platform, item.shoppers);
