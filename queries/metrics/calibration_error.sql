-- title: Calibration error (ECE)
-- title_zh: 校准误差（ECE）
-- meaning: How far predicted chances are from what happened, on average over 15 groups of equal size.
-- meaning_zh: 预测概率与实际发生率之差，在 15 个等量分组上的平均。
-- family: calibration
-- level: all
-- unit: probability
-- direction: lower
-- range: 0 1
-- formula: Σ_bins (pairs in bin / pairs) · |mean probability − share relevant|; bins of equal mass, equal
--    probabilities together
-- undefined: without any ranked pair
-- needs: outcomes probability target seen
-- reads: chance_bin
-- source: Naeini, Cooper and Hauskrecht, AAAI 2015; equal-mass bins: Nguyen and O'Connor, EMNLP 2015

select sum(pairs * abs(probability - happened)) / sum(pairs) as value
from chance_bin;
