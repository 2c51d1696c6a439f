-- title: Hit rate
-- title_zh: 命中率
-- meaning: 1 when at least one relevant item is among the first k, else 0.
-- meaning_zh: 前 k 位中至少有一个相关商品记 1，否则记 0。
-- family: ranking
-- level: context
-- unit: share of contexts
-- direction: higher
-- range: 0 1
-- formula: 1 if a relevant item has rank ≤ k, else 0
-- gain: 1 for a grade above 0, else 0
-- cutoff: the first k places
-- ideal: not needed
-- ties: score descending, then item_id ascending
-- unjudged: grade 0
-- undefined: contexts without an item of grade above 0
-- floor: 1 − choose(n − m, p) / choose(n, p) for n candidates of which m are relevant, p = min(k, n): the mean over
--    all orders
-- needs: outcomes
-- source: Deshpande and Karypis, Item-based top-N recommendation algorithms, ACM TOIS 2004

with found as (
    select distinct context_no, 1 as hit from hit where rank <= $k
),
-- Orders without a relevant item among the first p places: choose(n − m, p) of choose(n, p).
missed as (
    select
        candidates, reached, if(candidates - reached < places, 0, exp(
            lgamma(candidates - reached + 1) - lgamma(candidates - reached - places + 1)
            - lgamma(candidates + 1) + lgamma(candidates - places + 1)
        )) as chance
    from (select distinct candidates, reached, least($k, candidates) as places from context where reached > 0)
)
select context_no, coalesce(found.hit, 0)::double as value, coalesce(1 - missed.chance, 0) as floor
from context
left join found using (context_no)
left join missed using (candidates, reached)
where relevant > 0;
