-- The figures of each perturbation, strength and segment: of every measure the weighted mean over contexts for each seed,
-- then the mean over seeds with Student's interval, $t being the quantile for so many seeds. What differs between seeds
-- is what was drawn; a perturbation that draws nothing has an interval of no width.
-- Inputs: tested (robustness/tested.sql), hidden (perturbation, segment): what may not be shown.

with measured as (
    select
        perturbation, strength, segment, seed, weight, context_id, shopper, overlap, rbo, tau, displacement, score_shift,
        item_shift, ndcg_loss, revenue_loss, failed::double as failed, attribution_shift
    from tested
    where because is null and (perturbation, segment) not in (select (perturbation, segment) from hidden)
),
long as (
    unpivot measured
    on overlap, rbo, tau, displacement, score_shift, item_shift, ndcg_loss, revenue_loss, failed, attribution_shift
    into name measure value value
),
of_seed as (
    select
        perturbation, strength, segment, measure, seed, sum(weight * value) / sum(weight) as mean, count(*) as tests
    from long
    group by all
),
counted as (
    select
        perturbation, strength, segment, measure, count(distinct context_id) as contexts,
        count(distinct shopper) as shoppers
    from long
    group by all
),
over_seeds as (
    select
        perturbation, strength, segment, measure, avg(mean) as mean,
        $t::double * stddev_samp(mean) / sqrt(count(*)) as half, count(*) as seeds, sum(tests)::bigint as tests,
        any_value(contexts) as contexts, any_value(shoppers) as shoppers
    from of_seed join counted using (perturbation, strength, segment, measure)
    group by perturbation, strength, segment, measure
)
select
    perturbation, strength, segment, measure, mean,
    -- Shares stay between 0 and 1.
    if(measure in ('failed', 'overlap', 'rbo', 'attribution_shift'), greatest(0, mean - half), mean - half) as low,
    if(measure in ('failed', 'overlap', 'rbo', 'attribution_shift'), least(1, mean + half), mean + half) as high,
    seeds, tests, contexts, shoppers
from over_seeds
order by perturbation, strength, segment, measure;
