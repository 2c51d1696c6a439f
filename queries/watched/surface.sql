-- title: Surface
-- title_zh: 场景
-- meaning: Where on the platform a list was shown.
-- meaning_zh: 列表展示在平台的哪个场景。
-- kind: categorical
-- of: list

create or replace temp view said as
select search_row, null::integer as item_row, shopper, is_current, surface as value from recent_search;
