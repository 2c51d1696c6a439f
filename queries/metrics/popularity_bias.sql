-- title: Popularity bias
-- title_zh: 流行度偏差
-- meaning: How popular the items of the first k places are, as a percentile of the platform's catalogue; 0.5 is a
--    draw at random.
-- meaning_zh: 前 k 位商品的流行度在平台目录中的百分位；0.5 相当于随机抽取。
-- family: catalogue
-- level: context
-- unit: percentile
-- direction: neither
-- range: 0 1
-- formula: mean over the items at rank ≤ k of the share of the platform's items that fewer different shoppers acted
--    on in the whole log, equal ones by half
-- cutoff: the first k places
-- undefined: contexts that ranked nothing
-- needs: catalogue interest
-- reads: item_fact popularity
-- source: Abdollahpouri, Mansoury, Burke and Mobasher, The unfairness of popularity bias in recommendation, 2019,
--    arXiv:1907.13286

select context_no, avg(percentile) as value
from placed join popularity using (item_no)
where rank <= $k
group by context_no;
