-- title: Language of searches
-- title_zh: 搜索语言
-- meaning: The language a search was made in.
-- meaning_zh: 搜索使用的语言。
-- kind: categorical
-- of: list

create or replace temp table said as
select
    search_id as context_id, null::varchar as item_id, ts, coalesce(user_id, session_id) as shopper, lang as value
from searches
where exists(from searches where lang is not null) and ts >= $reference_start;
