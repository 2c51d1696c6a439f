-- title: Diversity of brands
-- title_zh: 品牌多样性
-- meaning: Share of the pairs among the first k places whose items are of different brands.
-- meaning_zh: 前 k 位两两组合中，品牌不同的比例。
-- family: catalogue
-- level: context
-- unit: share of pairs
-- direction: neither
-- range: 0 1
-- formula: mean distance over all pairs of items at rank ≤ k whose brand is known: 1 for different brands, 0 for the
--    same
-- cutoff: the first k places
-- undefined: contexts with fewer than two such items
-- needs: brands
-- reads: item_fact
-- source: Ziegler, McNee, Konstan and Lausen, Improving recommendation lists through topic diversification, WWW 2005

with of_kind as (
    select context_no, count(*) as items
    from placed join item_fact using (item_no)
    where rank <= $k and brand is not null
    group by context_no, brand
)
select context_no, 1 - sum(items * (items - 1)) / (sum(items) * (sum(items) - 1)) as value
from of_kind
group by context_no
having sum(items) > 1;
