-- Two audits of the same contexts and draws, side by side: by group of perturbations and measure, the mean before and
-- after and the difference with Student's interval over seeds, $t being the quantile for so many seeds.
-- Contexts weigh what they stand for; the perturbations and strengths of a group weigh alike. A perturbation that
-- applied to fewer than $least shoppers is left out.
-- Inputs: audit_tests, audit_contexts, families (perturbation, family_group).

with paired as (
    select
        family_group, perturbation, strength, seed, context_id, shopper, weight,
        unnest([
            {measure: 'failed', before: former.failed::double, after: later.failed::double},
            {measure: 'overlap', before: former.overlap, after: later.overlap},
            {measure: 'ndcg_loss', before: former.ndcg_loss, after: later.ndcg_loss}
        ], recursive := true)
    from audit_tests as former
    join audit_tests as later using (context_id, perturbation, strength, seed)
    join audit_contexts as context using (context_id)
    join families using (perturbation)
    where former.audit_id = $before and later.audit_id = $after and context.audit_id = $after
        and former.because is null and later.because is null
),
shown as (
    select * from paired
    where before is not null and after is not null
        and perturbation in (
            select perturbation from paired group by perturbation having count(distinct shopper) >= $least
        )
),
of_line as (
    select
        family_group, measure, perturbation, strength, seed, sum(weight * before) / sum(weight) as before,
        sum(weight * after) / sum(weight) as after, count(*) as tests
    from shown
    group by all
),
of_seed as (
    select family_group, measure, seed, avg(before) as before, avg(after) as after, sum(tests) as tests
    from of_line
    group by all
),
over_seeds as (
    select
        family_group, measure, avg(before) as before, avg(after) as after, avg(after - before) as difference,
        $t::double * stddev_samp(after - before) / sqrt(count(*)) as half, sum(tests)::bigint as tests
    from of_seed
    group by family_group, measure
)
select
    family_group, measure, before, after, difference, difference - half as low, difference + half as high, tests,
    (
        select list(distinct perturbation order by perturbation)
        from of_line where of_line.family_group = over_seeds.family_group and of_line.measure = over_seeds.measure
    ) as perturbations
from over_seeds
order by family_group, measure;
