-- title: ERR (expected reciprocal rank)
-- title_zh: ERR（期望倒数排名）
-- meaning: 1 divided by the place where a shopper who reads from the top is satisfied, on average.
-- meaning_zh: 购物者从上往下浏览，在第几位得到满足？取其倒数的期望。
-- family: ranking
-- level: context
-- unit: 1 / place
-- direction: higher
-- range: 0 1
-- formula: Σ_{rank r ≤ k} 1/r · R_r · Π_{s < r} (1 − R_s), R = (2^grade − 1) / 2^top
-- gain: R, the chance that the item satisfies; top is the highest grade of the scale
-- cutoff: the first k places
-- ideal: not needed: the value is not divided by that of the best order
-- ties: score descending, then item_id ascending
-- unjudged: grade 0
-- undefined: contexts without an item of grade above 0
-- floor: Σ_{r ≤ min(k, n)} (E_{r−1} − E_r) / r, E_r the mean of Π (1 − R) over all choices of r of the n candidates:
--    the mean over all orders
-- needs: outcomes scale
-- source: Chapelle, Metzler, Zhang and Grinspan, Expected reciprocal rank for graded relevance, CIKM 2009

with stop as (
    select
        context_no, rank, (pow(2, grade) - 1) / pow(2, $top) as stop,
        coalesce(product(1 - stop) over (
            partition by context_no order by rank rows between unbounded preceding and 1 preceding
        ), 1) as arrived
    from hit
    where rank <= $k
),
found as (
    select context_no, sum(arrived * stop / rank) as value from stop group by context_no
),
-- Contexts with equally many candidates of the same grades have the same floor.
mixture as (
    select context_no, list_sort(list(1 - (pow(2, grade) - 1) / pow(2, $top))) as passes
    from reachable
    group by context_no
),
distinct_mixture as (
    select distinct candidates, passes, least($k, candidates) as places
    from context join mixture using (context_no)
    where candidates > 0
),
-- Coefficient r of Π (1 + pass·x) over choose(n, r) is the mean chance to arrive below r candidates drawn at random.
expanded as (
    select
        candidates, passes,
        [if(r = 0, 1, exp(lgamma(candidates + 1) - lgamma(r + 1) - lgamma(candidates - r + 1)))
            for r in range(0, places + 1)] as draws,
        list_reduce(
            list_concat(
                [[if(r > candidates - len(passes), 0, exp(
                    lgamma(candidates - len(passes) + 1) - lgamma(r + 1) - lgamma(candidates - len(passes) - r + 1)
                )) for r in range(0, places + 1)]],
                [[1, pass] for pass in passes]
            ),
            lambda product, factor:
                [product[i] + if(i > 1, product[i - 1] * factor[2], 0) for i in range(1, len(product) + 1)]
        ) as coefficients
    from distinct_mixture
),
chance as (
    select candidates, passes, list_sum(
        [(coefficients[r] / draws[r] - coefficients[r + 1] / draws[r + 1]) / r for r in range(1, len(draws))]
    ) as floor
    from expanded
)
select context_no, coalesce(found.value, 0) as value, coalesce(chance.floor, 0) as floor
from context
left join found using (context_no)
left join mixture using (context_no)
left join chance using (candidates, passes)
where relevant > 0;
