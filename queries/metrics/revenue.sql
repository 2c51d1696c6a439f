-- title: Revenue per slate
-- title_zh: 每个列表的收入
-- meaning: What was bought from a slate, at the price paid; returns are not taken off.
-- meaning_zh: 从一个列表中购买的金额，按成交价计算，不扣除退货。
-- family: business
-- level: context
-- unit: money
-- direction: higher
-- range: 0 inf
-- formula: Σ price · quantity of the purchases in the context, the catalogue's price where none was logged; one
--    figure per currency
-- undefined: contexts that showed nothing
-- needs: shown purchases money
-- reads: item_fact response
-- source: Kohavi, Tang and Xu, Trustworthy Online Controlled Experiments, 2020, ch. 7

with priced as (
    select placed.context_no, mode(item.currency) as currency
    from placed join item_fact as item using (item_no)
    group by placed.context_no
),
earned as (
    select context_no, currency, sum(revenue) as earned from response where bought group by context_no, currency
)
select priced.context_no, priced.currency as part, coalesce(earned.earned, 0) as value
from priced
left join earned on priced.context_no = earned.context_no and priced.currency is not distinct from earned.currency;
