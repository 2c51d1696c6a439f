-- title: Category calibration (Steck)
-- title_zh: 类目校准度（Steck）
-- meaning: How far the mix of categories shown is from the mix this shopper acted on before; 0 is the same mix. A
--    search names its category, so look at it for home pages and the like.
-- meaning_zh: 展示的类目构成与该购物者以往行为的类目构成之差；0 为一致。搜索本身限定了类目，因此宜看首页等场景。
-- family: calibration
-- level: context
-- unit: nats
-- direction: lower
-- range: 0 inf
-- formula: Σ_c p(c) ln(p(c) / (0.99 q(c) + 0.01 p(c))), p: shares of the shopper's earlier clicks, carts and
--    purchases, q: shares of the items at rank ≤ k, by whole category path
-- cutoff: the first k places
-- undefined: contexts whose shopper did nothing before, or without a category
-- needs: categories histories
-- reads: item_fact taste
-- source: Steck, Calibrated recommendations, RecSys 2018

with offered as (
    select context_no, category, count(*) as items
    from placed join item_fact using (item_no)
    where rank <= $k and category is not null
    group by context_no, category
),
offer as (
    select context_no, category, items / sum(items) over (partition by context_no) as share from offered
)
select
    taste.context_no,
    sum(taste.share * ln(taste.share / (0.99 * coalesce(offer.share, 0) + 0.01 * taste.share))) as value
from taste left join offer using (context_no, category)
where taste.context_no in (select context_no from offer)
group by taste.context_no;
