-- title: Words of searches
-- title_zh: 搜索词
-- meaning: Words that were typed; Chinese is read in pairs of characters.
-- meaning_zh: 输入的词；中文按相邻两字读取。
-- kind: words
-- of: list

create or replace temp view said as
select search_row, null::integer as item_row, shopper, is_current, lower(strip_accents(text)) as value
from recent_search
where trim(text) <> '';
