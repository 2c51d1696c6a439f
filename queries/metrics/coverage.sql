-- title: Catalogue coverage
-- title_zh: 目录覆盖率
-- meaning: Share of the catalogue's items that at least one context saw among the first k.
-- meaning_zh: 目录中至少在一个情境的前 k 位出现过的商品比例。
-- family: catalogue
-- level: all
-- unit: share of items
-- direction: higher
-- range: 0 1
-- formula: different items at rank ≤ k / items of the catalogue
-- cutoff: the first k places
-- undefined: an empty catalogue
-- needs: catalogue
-- reads: item_fact
-- source: Ge, Delgado-Battenfeld and Jannach, Beyond accuracy: coverage and serendipity, RecSys 2010

select
    (select count(distinct item_no) from placed where rank <= $k)::double
    / nullif((select count(*) from item_fact), 0) as value;
