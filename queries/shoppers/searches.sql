-- The searches typed by most shoppers, per language: examples to begin with. Shoppers are counted, not searches, so that
-- a click farm does not fill the list.
with typed_searches as (
    select lang, text, count(distinct user_id) as shoppers, count(*) as times
    from searches
    where text is not null and length(trim(text)) > 0
    group by lang, text
)

select lang, text
from typed_searches
qualify row_number() over (partition by lang order by shoppers desc, times desc, text) <= $limit
order by shoppers desc, times desc, text;
