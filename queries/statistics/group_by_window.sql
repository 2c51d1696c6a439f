-- Groups observations by the window they are in; those of neither are left out.
create or replace temp table grouped as
select *, if(ts >= $current_start, 'current', 'reference') as segment, '' as other
from observation
where ts >= $reference_start and ts < $current_end;
