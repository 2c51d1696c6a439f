-- chance_bin: ranked pairs in 15 groups of equal size by their probability, equal probabilities together, with the mean
-- probability and the share that turned out relevant.

create or replace temp table chance_bin as
with pair as (
    select
        probability, judged.grade is not null as happened,
        floor(15 * (rank() over (order by probability) - 1) / count(*) over ()) as bin
    from slate_row left join judged using (context_no, item_no)
    where probability is not null
)
select bin::integer as bin, count(*) as pairs, avg(probability) as probability, avg(happened::integer) as happened
from pair
group by bin;
