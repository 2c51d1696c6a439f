-- title: Click-through, by click
-- title_zh: 按点击计数的点击率
-- meaning: Counts a slate as often as it was clicked: the broken twin that the contract must reject.
-- meaning_zh: 列表被点击几次就计几次：合同必须拒绝的错误版本。
-- family: business
-- level: context
-- unit: share of slates
-- direction: higher
-- range: 0 1
-- formula: 2 for each item acted on
-- undefined: contexts without an action
-- needs: shown clicks
-- reads: item_fact response
-- source: none

select context_no, 2.0 as value from response;
