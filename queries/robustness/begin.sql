-- Writes down an audit and its sample once. Input: sampled (context_id, user_id, shopper, stratum, weight).

insert into audit_contexts by name
select $audit_id as audit_id, context_id, user_id, shopper, stratum, weight
from sampled
where $audit_id not in (select audit_id from audits)
order by context_id;

insert into audits by name
select
    $audit_id as audit_id, $suite_name as suite_name, $suite as suite, $ranker_id as ranker_id, $data_id as data_id,
    cast(now() as timestamp) as made_at
where $audit_id not in (select audit_id from audits);
