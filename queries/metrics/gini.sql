-- title: Gini of exposure
-- title_zh: 曝光基尼系数
-- meaning: How unequally places are shared out among the catalogue's items: 0 all alike, near 1 all to a few.
-- meaning_zh: 展示位在商品之间分配的不均程度：0 为完全平均，接近 1 为集中于少数商品。
-- family: catalogue
-- level: all
-- unit: Gini coefficient
-- direction: lower
-- range: 0 1
-- formula: Σ_i (2i − n − 1) x_i / (n Σ x), x_i the times item i is at rank ≤ k in ascending order, over all n items
--    of the catalogue
-- cutoff: the first k places
-- undefined: without any ranked item
-- needs: catalogue
-- reads: item_fact
-- source: Fleder and Hosanagar, Blockbuster culture's next rise or fall, Management Science 2009

with shown as (
    select item_no, count(*) as times from placed where rank <= $k group by item_no
),
listed as (
    select coalesce(times, 0) as times, row_number() over (order by coalesce(times, 0)) as place
    from item_fact left join shown using (item_no)
)
select sum((2 * place - (select count(*) from listed) - 1) * times) / nullif(count(*) * sum(times), 0) as value
from listed;
