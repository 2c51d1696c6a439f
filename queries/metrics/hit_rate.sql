-- title: Hit rate
-- title_zh: 命中率
-- meaning: 1 when at least one relevant item is among the first k, else 0.
-- meaning_zh: 前 k 位中至少有一个相关商品记 1，否则记 0。
-- direction: higher
-- range: 0 1
-- level: context
-- formula: 1 if a relevant item has rank ≤ k, else 0
-- gain: 1 for a grade above 0, else 0
-- ideal: not needed
-- ties: score descending, then item_id ascending
-- unjudged: grade 0
-- undefined: contexts without an item of grade above 0
-- source: Deshpande and Karypis, Item-based top-N recommendation algorithms, ACM TOIS 2004

with found as (
    select distinct context_id, 1 as hit from ranked where rank <= $k and grade > 0
),
relevant as (
    select context_id, count(*) as items from judged where grade > 0 group by context_id
)
select context_id, if(relevant.items > 0, coalesce(found.hit, 0), null)::double as value
from asked_context
left join found using (context_id)
left join relevant using (context_id)
order by context_id;
