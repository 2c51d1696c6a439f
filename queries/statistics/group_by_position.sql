-- Groups what was shown by its position.
create or replace temp table grouped as
select *, position::varchar as segment, '' as other from observation where position is not null;
