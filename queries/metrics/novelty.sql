-- title: Novelty
-- title_zh: 新颖度
-- meaning: How few shoppers acted on the items of the first k places: one bit more is half as many shoppers.
-- meaning_zh: 前 k 位商品有多少人未曾接触：每多 1 比特，接触过的人减半。
-- family: catalogue
-- level: context
-- unit: bits
-- direction: neither
-- range: 0 inf
-- formula: mean over the items at rank ≤ k of −log2((shoppers who acted on the item + 1) / (all shoppers + 1)), over
--    the whole log
-- cutoff: the first k places
-- undefined: contexts that ranked nothing
-- needs: catalogue interest
-- reads: item_fact popularity
-- source: Zhou et al., Solving the apparent diversity-accuracy dilemma of recommender systems, PNAS 2010

select context_no, avg(information) as value
from placed join popularity using (item_no)
where rank <= $k
group by context_no;
