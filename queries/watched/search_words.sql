-- title: Words of searches
-- title_zh: 搜索词
-- meaning: Words that were typed; Chinese is read in pairs of characters.
-- meaning_zh: 输入的词；中文按相邻两字读取。
-- kind: words
-- of: list

create or replace temp table said as
select
    search_id as context_id, null::varchar as item_id, ts, coalesce(user_id, session_id) as shopper, lower(strip_accents(text)) as value
from searches
where trim(text) <> '' and ts >= $reference_start;
