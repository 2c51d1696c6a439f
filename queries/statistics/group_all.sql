-- All observations are one group.
create or replace temp table grouped as select *, 'all' as segment, '' as other from observation;
