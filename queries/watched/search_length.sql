-- title: Length of searches
-- title_zh: 搜索长度
-- meaning: Characters that were typed.
-- meaning_zh: 输入的字符数。
-- kind: numeric
-- of: list

create or replace temp view said as
select search_row, null::integer as item_row, shopper, is_current, length(trim(text))::double as value
from recent_search
where trim(text) <> '';
