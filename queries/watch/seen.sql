-- What a watched column says, on which side of the change: before the current window, or in it. Input: said.
create or replace temp table seen as
select
    context_id, item_id, hash(coalesce(shopper, context_id)) as shopper, value, ts >= $current_start as is_current
from said
where ts >= $reference_start and ts < $current_end;
