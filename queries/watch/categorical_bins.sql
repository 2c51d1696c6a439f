-- Puts names into bins: the most frequent ones each their own, the others together. Input: seen. '' is no name at all.

create or replace temp table binned as
with frequent as (
    select value from seen where value is not null group by value order by count(*) desc, value limit $most
)
select
    seen_row, shopper, is_current,
    case when value is null then '' when frequent.value is null then $others else seen.value end as bin
from seen left join frequent using (value);
