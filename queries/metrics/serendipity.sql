-- title: Serendipity
-- title_zh: 惊喜度
-- meaning: Share of the first k places whose item is relevant and not one that a list of bestsellers would show.
-- meaning_zh: 前 k 位中，既相关、又不在畅销榜上的商品所占比例。
-- family: catalogue
-- level: context
-- unit: share
-- direction: higher
-- range: 0 1
-- formula: relevant items at rank ≤ k that are not among the platform's k items with most shoppers / k
-- cutoff: the first k places
-- undefined: contexts without an item of grade above 0
-- needs: outcomes catalogue interest
-- reads: item_fact popularity
-- source: Ge, Delgado-Battenfeld and Jannach, Beyond accuracy: coverage and serendipity, RecSys 2010

with surprise as (
    select hit.context_no, count(*) as items
    from hit
    join placed using (context_no, rank)
    join popularity using (item_no)
    where rank <= $k and popularity.place > $k
    group by hit.context_no
)
select context_no, coalesce(items, 0) / $k as value
from context left join surprise using (context_no)
where relevant > 0;
