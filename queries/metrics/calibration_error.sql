-- title: Calibration error
-- title_zh: 校准误差
-- meaning: How far predicted chances are from what happened, on average over 15 groups of equal size.
-- meaning_zh: 预测概率与实际发生率之差，在 15 个等量分组上的平均。
-- direction: lower
-- range: 0 1
-- level: all
-- formula: Σ_bins (pairs in bin / pairs) · |mean probability − mean outcome|; bins of equal mass, equal probabilities together
-- gain: 1 for a grade above 0, else 0
-- ideal: not needed
-- ties: equal probabilities fall in one bin
-- unjudged: grade 0
-- undefined: without any ranked pair
-- source: Naeini, Cooper and Hauskrecht, AAAI 2015; equal-mass bins: Nguyen and O'Connor, EMNLP 2015

with placed as (
    select
        probability, (grade > 0)::integer as outcome,
        floor(15 * (rank() over (order by probability) - 1) / count(*) over ()) as bin
    from ranked
),
bin as (
    select count(*) as pairs, abs(avg(probability) - avg(outcome)) as gap from placed group by bin
)
select null::varchar as context_id, sum(pairs * gap) / sum(pairs) as value
from bin;
