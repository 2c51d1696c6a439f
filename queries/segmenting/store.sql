-- Keeps the segments found, in place of what was kept of the same dimensions.
delete from segments where dimension in (select unnest($dimensions));
insert into segments by name select dimension, key_kind, key, segment from found_segments;
select dimension, count(*) as rows from found_segments group by dimension order by dimension;
