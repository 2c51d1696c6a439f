-- title: Kinds of actions
-- title_zh: 行为种类
-- meaning: Views, clicks, carts, purchases and returns.
-- meaning_zh: 浏览、点击、加购、购买和退货。
-- kind: categorical
-- of: item

create or replace temp table said as
select search_id as context_id, item_id, ts, coalesce(user_id, session_id) as shopper, action as value
from events
where ts >= $reference_start;
