-- title: Device
-- title_zh: 设备
-- meaning: What the shop was visited with.
-- meaning_zh: 访问所用的设备。
-- kind: categorical
-- of: list

create or replace temp table said as
select
    search_id as context_id, null::varchar as item_id, ts, coalesce(user_id, session_id) as shopper, device as value
from searches
where exists(from searches where device is not null) and ts >= $reference_start;
