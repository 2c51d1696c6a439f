-- title: Position of what was shown
-- title_zh: 展示位置
-- meaning: The position at which an item was shown; 1 is the top.
-- meaning_zh: 商品展示时的位置，1 为最前。
-- direction: lower

create or replace temp view measured as
select search_id as context_id, item_id, position, position::double as value
from impressions
where position is not null;
