-- title: Surface
-- title_zh: 场景
-- meaning: Where on the platform a list was shown.
-- meaning_zh: 列表展示在平台的哪个场景。
-- kind: categorical
-- of: list

create or replace temp table said as
select
    search_id as context_id, null::varchar as item_id, ts, coalesce(user_id, session_id) as shopper, surface as value
from searches
where exists(from searches where surface is not null) and ts >= $reference_start;
