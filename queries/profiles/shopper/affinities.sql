-- Categories and brands the shopper cares for: their share of what they clicked, put in the cart or bought, of what they
-- were shown, and of everybody's actions (where $many shoppers did any). What they act on most comes first, $subjects of
-- each. Inputs: own_event, own_shown, own_item, everyones_liking.
with liked as (
    select 'category' as of, category as subject, count(*) as actions
    from own_event join own_item using (item_id)
    where action <> 'return'
    group by category
    union all
    select 'brand', brand, count(*) from own_event join own_item using (item_id) where action <> 'return' group by brand
),
shown as (
    select 'category' as of, category as subject, count(*) as shown
    from own_shown join own_item using (item_id)
    group by category
    union all
    select 'brand', brand, count(*) from own_shown join own_item using (item_id) group by brand
),
everyone as (
    select of, subject, shoppers, actions / sum(actions) over (partition by of) as share from everyones_liking
),
shares as (
    select
        of, subject, coalesce(liked.actions, 0) as actions,
        coalesce(liked.actions, 0) / sum(liked.actions) over (partition by of) as share,
        coalesce(shown, 0) / sum(shown) over (partition by of) as shown_share,
        if(shoppers >= $many, everyone.share, null) as everyone
    from liked full join shown using (of, subject) left join everyone using (of, subject)
)
select *, share / nullif(everyone, 0) as lift
from shares
where subject is not null
qualify row_number() over (partition by of order by actions desc, shown_share desc, subject) <= $subjects
order by of desc, actions desc, shown_share desc, subject;
