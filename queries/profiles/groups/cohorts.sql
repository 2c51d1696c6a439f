-- Who came first in a period ($grain: week, month) and was back so many periods later; $of: any 'visit' or a 'purchase'.
-- Shoppers who joined before the log began are left out: when they first came is not in it. Cells of a period that is not
-- over yet are left out too. Inputs: shopper, bought.
with log as (
    select min(seen_ts) as first_ts from shopper
),
seen as (
    select user_id, date_trunc($grain, ts) as period from bought where $of = 'purchase' and ts < $now::timestamp
    union
    select user_id, date_trunc($grain, ts) from events
    where $of = 'visit' and user_id is not null and ts < $now::timestamp
    union
    select user_id, date_trunc($grain, ts) from searches
    where $of = 'visit' and user_id is not null and ts < $now::timestamp
),
member as (
    select user_id, min(period) as cohort
    from seen join shopper using (user_id) cross join log
    where shopper.first_ts >= log.first_ts
    group by user_id
),
cohort_size as (
    select cohort, count(*) as size from member group by cohort
),
retained as (
    select cohort, date_diff($grain, cohort, period) as age, count(*) as shoppers
    from seen join member using (user_id)
    group by cohort, age
),
-- Every age that the log can tell of, also where nobody was back.
cell as (
    select
        cohort, size,
        unnest(range(greatest(1, date_diff($grain, cohort, date_trunc($grain, $now::timestamp + interval 1 day))))) as age
    from cohort_size
)
select cohort, size, age, coalesce(shoppers, 0) as shoppers, coalesce(shoppers, 0) / size as retention
from cell left join retained using (cohort, age)
order by cohort, age;
