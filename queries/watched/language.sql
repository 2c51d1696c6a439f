-- title: Language of searches
-- title_zh: 搜索语言
-- meaning: The language a search was made in.
-- meaning_zh: 搜索使用的语言。
-- kind: categorical
-- of: list

create or replace temp view said as
select search_row, null::integer as item_row, shopper, is_current, lang as value from recent_search;
