-- How many contexts and different shoppers there are in each group. Input: grouped.

create or replace temp table shopper_total as
select
    segment, other, shopper, count(*)::double as observations, sum(value)::double as total,
    sum(value * value)::double as squares, count(distinct context_id) as contexts
from grouped
group by segment, other, shopper;

create or replace temp table cell as
select
    (row_number() over (order by segment, other))::integer as cell_no, segment, other, sum(contexts)::bigint as contexts,
    count(*) as shoppers
from shopper_total
group by segment, other;

select cell_no, segment, other, contexts, shoppers from cell order by cell_no;
