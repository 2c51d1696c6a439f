-- title: Exposure by price band
-- title_zh: 价格带曝光与相关性之比
-- meaning: Attention that the items of a price band get, against what shoppers found relevant of them: 1 is in
--    proportion, 2 twice as much.
-- meaning_zh: 某价格带的商品获得的关注与其相关性之比：1 为相称，2 为两倍。
-- family: catalogue
-- level: group
-- unit: ratio of shares
-- direction: neither
-- range: 0 inf
-- formula: share of Σ 1/log2(rank + 1) at rank ≤ k, divided by the share of Σ grade of the ranked items, in contexts
--    with a relevant item; bands are fifths of the catalogue by price in one currency, 1 the cheapest
-- cutoff: the first k places
-- undefined: a price band of which nothing was relevant
-- needs: outcomes prices
-- reads: item_fact exposed
-- source: Singh and Joachims, Fairness of exposure in rankings, KDD 2018

select
    price_band::varchar as part,
    (sum(attention) / sum(sum(attention)) over ()) / nullif(sum(grade) / sum(sum(grade)) over (), 0) as value,
    sum(relevant) as pairs
from exposed join item_fact using (item_no)
where price_band is not null
group by price_band
order by price_band;
