-- Where a perturbation did not apply, and why: contexts by reason, beside the contexts of the audit.
select
    perturbation, because, count(distinct context_id) as contexts,
    (select count(*) from audit_contexts where audit_id = $audit_id) as asked
from audit_tests
where audit_id = $audit_id and because is not null
group by perturbation, because
order by perturbation, contexts desc, because;
