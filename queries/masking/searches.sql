-- Each search and how it may be shown: null where fewer than $many shoppers typed it. Case and outer spaces do not matter.

with typed as (
    select text as search, lower(trim(text)) as bare, coalesce(user_id, 'session:' || session_id) as shopper
    from searches
    where trim(text) <> ''
),
usual as (
    select bare from typed group by bare having count(distinct shopper) >= $many
)
select distinct search, if(bare in (select bare from usual), search, null) as shown
from typed
order by search;
