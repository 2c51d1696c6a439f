-- What a watched column says, on which side of the change: before the current window, or in it. Input: said.
-- seen_row: which row of said it is; contexts and items are looked up there when they are asked for.
create or replace temp table seen as
select
    rowid as seen_row, hash(coalesce(shopper, context_id)) as shopper, value, ts >= $current_start as is_current
from said
where ts >= $reference_start and ts < $current_end;
