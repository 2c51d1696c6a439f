-- title: Reciprocal rank
-- title_zh: 首个相关结果倒数排名
-- meaning: 1 divided by the place of the first relevant item; 0 when it is beyond k.
-- meaning_zh: 第一个相关商品名次的倒数；超出前 k 位则为 0。
-- direction: higher
-- range: 0 1
-- level: context
-- formula: 1 / min(rank of a relevant item) if that rank ≤ k, else 0
-- gain: 1 for a grade above 0, else 0
-- ideal: not needed
-- ties: score descending, then item_id ascending
-- unjudged: grade 0
-- undefined: contexts without an item of grade above 0
-- source: Voorhees, The TREC-8 question answering track report, 1999

with first as (
    select context_id, min(rank) as rank from ranked where rank <= $k and grade > 0 group by context_id
),
relevant as (
    select context_id, count(*) as items from judged where grade > 0 group by context_id
)
select context_id, if(relevant.items > 0, coalesce(1 / first.rank, 0), null) as value
from asked_context
left join first using (context_id)
left join relevant using (context_id)
order by context_id;
