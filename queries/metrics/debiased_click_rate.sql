-- title: Click rate, position-debiased
-- title_zh: 去位置偏差的点击率
-- meaning: Clicks per item shown, as if every place were looked at as the first one is.
-- meaning_zh: 每个展示商品的点击数，假设每个位置都像第一位那样被看到。
-- family: business
-- level: context
-- unit: clicks per item
-- direction: higher
-- range: 0 20
-- formula: Σ over clicked items 1 / propensity(surface, position), divided by the items shown; propensities below
--    0.05 count as 0.05, a place without one as the nearest above it that has one
-- undefined: contexts that showed nothing, and surfaces whose propensities are neither given nor to be estimated
-- needs: shown clicks
-- reads: item_fact response position_of propensity
-- source: Joachims, Swaminathan and Schnabel, Unbiased learning-to-rank with biased feedback, WSDM 2017

with clicked as (
    select context_no, surface, position from response join position_of using (context_no, item_no)
),
weighted as (
    select clicked.context_no, sum(1 / greatest(propensity.propensity, 0.05)) as clicks
    from clicked
    asof join propensity on clicked.surface = propensity.surface and clicked.position >= propensity.position
    group by clicked.context_no
),
known as (
    select distinct context_no from position_of where surface in (select surface from propensity)
)
select context_no, coalesce(clicks, 0) / candidates as value
from context
join known using (context_no)
left join weighted using (context_no);
