-- title: Diversity of attributes
-- title_zh: 属性多样性
-- meaning: How different the items of the first k places are by their attributes, on average over all pairs.
-- meaning_zh: 前 k 位商品两两之间属性的平均差异。
-- family: catalogue
-- level: context
-- unit: Jaccard distance
-- direction: neither
-- range: 0 1
-- formula: mean over all pairs of items at rank ≤ k with attributes of 1 − shared `name: value` / all different
--    `name: value` of the two
-- cutoff: the first k places
-- undefined: contexts with fewer than two such items
-- needs: attributes
-- reads: item_fact
-- source: Ziegler, McNee, Konstan and Lausen, Improving recommendation lists through topic diversification, WWW 2005

with described as (
    select context_no, rank, len(attributes) as size, unnest(attributes) as attribute
    from placed join item_fact using (item_no)
    where rank <= $k
),
-- Only pairs that share something are nearer than 1.
near as (
    select a.context_no, count(*) / (any_value(a.size) + any_value(b.size) - count(*)) as likeness
    from described as a
    join described as b on a.context_no = b.context_no and a.attribute = b.attribute and a.rank < b.rank
    group by a.context_no, a.rank, b.rank
),
alike as (
    select context_no, sum(likeness) as likeness from near group by context_no
),
slate as (
    select context_no, count(distinct rank) as items from described group by context_no
)
select context_no, 1 - coalesce(likeness, 0) / (items * (items - 1) / 2) as value
from slate left join alike using (context_no)
where items > 1;
