-- title: MRR (reciprocal rank)
-- title_zh: MRR（首个相关结果的倒数排名）
-- meaning: 1 divided by the place of the first relevant item; 0 when it is beyond k.
-- meaning_zh: 第一个相关商品名次的倒数；超出前 k 位则为 0。
-- family: ranking
-- level: context
-- unit: 1 / place
-- direction: higher
-- range: 0 1
-- formula: 1 / min(rank of a relevant item) if that rank ≤ k, else 0
-- gain: 1 for a grade above 0, else 0
-- cutoff: the first k places
-- ideal: not needed
-- ties: score descending, then item_id ascending
-- unjudged: grade 0
-- undefined: contexts without an item of grade above 0
-- floor: Σ_{r ≤ k} choose(n − r, m − 1) / choose(n, m) / r for n candidates of which m are relevant: the mean over
--    all orders
-- needs: outcomes
-- source: Voorhees, The TREC-8 question answering track report, 1999

with first as (
    select context_no, min(rank) as rank from hit where rank <= $k group by context_no
),
-- Orders in which the first relevant item has rank r: choose(n − r, m − 1) of choose(n, m).
chance as (
    select
        candidates, reached, sum(exp(
            lgamma(candidates - r + 1) - lgamma(reached) - lgamma(candidates - r - reached + 2)
            - lgamma(candidates + 1) + lgamma(reached + 1) + lgamma(candidates - reached + 1)
        ) / r) as floor
    from (select distinct candidates, reached from context where reached > 0), range(1, $k + 1) as places(r)
    where r <= candidates - reached + 1
    group by candidates, reached
)
select context_no, coalesce(1 / first.rank, 0) as value, coalesce(chance.floor, 0) as floor
from context
left join first using (context_no)
left join chance using (candidates, reached)
where relevant > 0;
