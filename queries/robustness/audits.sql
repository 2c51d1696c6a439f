-- Every audit, the newest first, with how much of it is done.
with context as (
    select audit_id, count(*) as contexts from audit_contexts group by audit_id
),
test as (
    select
        audit_id, count(distinct context_id) as done, count(*) filter (because is null) as tests
    from audit_tests
    group by audit_id
)
select audits.*, contexts, coalesce(done, 0) as done, coalesce(tests, 0) as tests
from audits join context using (audit_id) left join test using (audit_id)
order by made_at desc, audit_id;
