-- The flagged accounts, the oddest first, each with what makes it odd: the strongest first.
with reason as (
    select user_id, list({feature: feature, value: value, usual: usual, moved: moved} order by moved desc, feature) as reasons
    from odd_account_reasons
    group by user_id
),
span as (
    select user_id, min(ts) as first, max(ts) as last
    from events
    where user_id in (select user_id from odd_accounts where flagged)
    group by user_id
)
select odd_accounts.user_id, actions, score, first, last, coalesce(reasons, []) as reasons
from odd_accounts left join reason using (user_id) left join span using (user_id)
where flagged
order by score desc, user_id;
