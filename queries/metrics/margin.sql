-- title: Margin per slate
-- title_zh: 每个列表的毛利
-- meaning: What was earned on the purchases from a slate: price paid less the item's cost.
-- meaning_zh: 从一个列表的购买中获得的毛利：成交价减去商品成本。
-- family: business
-- level: context
-- unit: money
-- direction: higher
-- range: -inf inf
-- formula: Σ (price − cost) · quantity of the purchases in the context whose cost is known; one figure per currency
-- undefined: contexts that showed nothing
-- needs: shown purchases money costs
-- reads: item_fact response
-- source: the shop's own accounts: cost is the items' attribute of that name

with priced as (
    select placed.context_no, mode(item.currency) as currency
    from placed join item_fact as item using (item_no)
    group by placed.context_no
),
earned as (
    select context_no, currency, sum(margin) as earned from response where bought group by context_no, currency
)
select priced.context_no, priced.currency as part, coalesce(earned.earned, 0) as value
from priced
left join earned on priced.context_no = earned.context_no and priced.currency is not distinct from earned.currency;
