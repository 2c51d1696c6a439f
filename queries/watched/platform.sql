-- title: Platform
-- title_zh: 平台
-- meaning: Where the shop was visited.
-- meaning_zh: 访问店铺的平台。
-- kind: categorical
-- of: list

create or replace temp table said as
select
    search_id as context_id, null::varchar as item_id, ts, coalesce(user_id, session_id) as shopper, platform as value
from searches
where exists(from searches where platform is not null) and ts >= $reference_start;
