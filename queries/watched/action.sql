-- title: Kinds of actions
-- title_zh: 行为种类
-- meaning: Views, clicks, carts, purchases and returns.
-- meaning_zh: 浏览、点击、加购、购买和退货。
-- kind: categorical
-- of: item

create or replace temp view said as
select search_row, item_row, shopper, is_current, action as value from recent_action;
