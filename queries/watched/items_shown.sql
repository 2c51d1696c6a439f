-- title: Items per list
-- title_zh: 每个列表的商品数
-- meaning: How many items a list showed.
-- meaning_zh: 一个列表展示了多少件商品。
-- kind: numeric
-- of: list

create or replace temp table said as
select
    search_id as context_id, null::varchar as item_id, search.ts, any_value(coalesce(search.user_id, search.session_id)) as shopper,
    count(shown.item_id)::double as value
from searches as search left join impressions as shown using (search_id)
where exists(from impressions) and search.ts >= $reference_start
group by search_id, search.ts;
