-- The tests in which a slate moved furthest against what was promised: at most one of each context, or one of each
-- perturbation where none is asked for, and only of searches that may be shown. harm: 0 to 1, so that promises can be set
-- beside each other. Input: shown_search (search, shown); null parameters choose all.

with context as (
    select search_id as context_id, any_value(trim(text)) as search, any_value(surface) as surface from searches group by search_id
),
candidate as (
    select
        test.test_id, test.context_id, test.perturbation, test.strength, test.seed, test.item_id, test.spans,
        test.overlap, test.rbo, test.item_shift, test.item_rank_before, test.item_rank_after, test.displacement,
        test.failed, sampled.user_id, context.search
    from audit_tests as test
    join audit_contexts as sampled using (audit_id, context_id)
    join context using (context_id)
    left join shown_search on shown_search.search = context.search
    where test.audit_id = $audit_id and test.because is null and test.failed
        and (context.search is null or context.search = '' or shown_search.shown is not null)
        and ($perturbation::varchar is null or test.perturbation = $perturbation)
        and ($strength::double is null or test.strength = $strength)
),
broken as (
    select
        *,
        case list_extract($promises, list_position($perturbations, perturbation))
            when 'invariance' then 1 - overlap
            when 'sensitivity' then rbo
            else 1 - exp(-abs(item_shift))
        end as harm
    from candidate
)
select *
from broken
qualify row_number() over (
    partition by if($perturbation::varchar is null, perturbation, context_id)
    order by harm desc, displacement desc, test_id
) = 1
order by harm desc, displacement desc, test_id
limit $limit;
