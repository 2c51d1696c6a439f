-- title: Device
-- title_zh: 设备
-- meaning: What the shop was visited with.
-- meaning_zh: 访问所用的设备。
-- kind: categorical
-- of: list

create or replace temp view said as
select search_row, null::integer as item_row, shopper, is_current, device as value from recent_search;
