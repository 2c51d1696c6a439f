-- The sample of a resistance, with whether each context is done.
select
    context_id, context_id in (select context_id from attacks where resistance_id = $resistance_id) as done
from resistance_contexts
where resistance_id = $resistance_id
order by context_id;
