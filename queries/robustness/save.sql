-- Stores the tests of some contexts with their slates; contexts that are stored already stay as they are.
-- Inputs: made_test, made_place, made_attribution (test_id, part, field, name, edited, before, after), test_measure.
--
-- attribution_shift: Σ |after − before| / Σ (|after| + |before|) over the drivers of the first item, from 0 (the same
-- reasons) to 1 (none in common); the words that the perturbation touched count as one driver of their text.

create or replace temp table new_test as
from made_test where context_id not in (select context_id from audit_tests where audit_id = $audit_id);

create or replace temp table attributed as
with driver as (
    select
        test_id, coalesce(sum(before), 0) as before, coalesce(sum(after), 0) as after
    from made_attribution
    group by test_id, part, field, if(edited, null, name), edited
)
select test_id, sum(abs(after - before)) / nullif(sum(abs(after) + abs(before)), 0) as attribution_shift
from driver
group by test_id;

insert into audit_tests by name
select
    $audit_id as audit_id, test_id, context_id, perturbation, strength, seed, because, item_id, spans, candidates,
    test_measure.* exclude (test_id), attribution_shift
from new_test
left join test_measure using (test_id)
left join attributed using (test_id)
order by perturbation, strength, context_id, seed;

insert into perturbed_slates by name
select $audit_id as audit_id, made_place.*
from made_place semi join new_test using (test_id)
order by test_id, rank_before, rank;

insert into audit_attributions by name
select $audit_id as audit_id, made_attribution.*
from made_attribution semi join new_test using (test_id)
order by test_id;

select count(*) as saved from new_test;
