-- title: Length of searches
-- title_zh: 搜索长度
-- meaning: Characters that were typed.
-- meaning_zh: 输入的字符数。
-- kind: numeric
-- of: list

create or replace temp table said as
select
    search_id as context_id, null::varchar as item_id, ts, coalesce(user_id, session_id) as shopper,
    length(trim(text))::double as value
from searches
where trim(text) <> '' and ts >= $reference_start;
