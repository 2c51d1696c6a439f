-- title: Click-through
-- title_zh: 点击率（按列表）
-- meaning: Share of the slates shown in which at least one item was clicked.
-- meaning_zh: 已展示的列表中，至少有一个商品被点击的比例。
-- family: business
-- level: context
-- unit: share of slates
-- direction: higher
-- range: 0 1
-- formula: 1 if any item of the context was clicked, put into the cart or bought, else 0
-- undefined: contexts that showed nothing
-- needs: shown clicks
-- reads: item_fact response
-- source: Kohavi, Tang and Xu, Trustworthy Online Controlled Experiments, 2020, ch. 7

with acted as (
    select context_no, bool_or(true) as acted from response group by context_no
)
select context_no, coalesce(acted, false)::double as value
from context left join acted using (context_no)
where candidates > 0;
