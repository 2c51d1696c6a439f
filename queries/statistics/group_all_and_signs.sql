-- All observations are one group, and their signs (−1, 0 or 1) are another, told apart by `other`.
create or replace temp table grouped as
select *, 'all' as segment, '' as other from observation
union all
select * replace (sign(value)::double as value), 'all' as segment, 'signs' as other from observation;
