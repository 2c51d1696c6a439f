-- The sample of an audit, with whether each context is done.
select
    context_id, weight,
    context_id in (select context_id from audit_tests where audit_id = $audit_id) as done
from audit_contexts
where audit_id = $audit_id
order by context_id;
