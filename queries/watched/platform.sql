-- title: Platform
-- title_zh: 平台
-- meaning: Where the shop was visited.
-- meaning_zh: 访问店铺的平台。
-- kind: categorical
-- of: list

create or replace temp view said as
select search_row, null::integer as item_row, shopper, is_current, platform as value from recent_search;
