-- title: Conversion
-- title_zh: 转化率（按列表）
-- meaning: Share of the slates shown from which at least one item was bought.
-- meaning_zh: 已展示的列表中，至少有一个商品被购买的比例。
-- family: business
-- level: context
-- unit: share of slates
-- direction: higher
-- range: 0 1
-- formula: 1 if any item of the context was bought, else 0
-- undefined: contexts that showed nothing
-- needs: shown purchases
-- reads: item_fact response
-- source: Kohavi, Tang and Xu, Trustworthy Online Controlled Experiments, 2020, ch. 7

with acted as (
    select context_no, bool_or(bought) as acted from response group by context_no
)
select context_no, coalesce(acted, false)::double as value
from context left join acted using (context_no)
where candidates > 0;
