-- What may be said of each group: nothing where it is hidden, its size alone where it has fewer than $needed contexts.
-- Inputs: cell, hidden (segment, other).
create or replace temp table gate as
select
    cell_no,
    case when hidden.segment is not null then 'hidden' when contexts < $needed then 'few' else 'shown' end as state
from cell left join hidden using (segment, other);
