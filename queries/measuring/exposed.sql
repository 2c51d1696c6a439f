-- exposed: of each item ranked in a context in which something is relevant, the attention its places get, 1 / log2(rank +
-- 1) among the first k, its grades, and how often it was relevant.
-- Source: Singh and Joachims, Fairness of exposure in rankings, KDD 2018.

create or replace temp table exposed as
select
    placed.item_no, sum(if(placed.rank <= $k, 1 / log2(placed.rank + 1), 0)) as attention,
    sum(coalesce(judged.grade, 0)) as grade, count(judged.grade) as relevant
from placed
semi join hit using (context_no)
left join judged using (context_no, item_no)
group by placed.item_no;
