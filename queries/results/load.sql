-- Takes in explanations, figures of methods, audits and attacks that were measured in another workspace, where this one holds the
-- same data and ranker and has not measured them itself. Inputs: for each table of results/__init__.py made_TABLE, its rows
-- there. snapshot_id counts the other workspace's commits: left out.
create or replace temp table known_explanation as
select * replace (null::bigint as snapshot_id)
from made_explanations
where data_id = $data_id
    and ranker_id in (select ranker_id from rankers)
    and explanation_id not in (select explanation_id from explanations);

insert into explanations by name from known_explanation;

insert into contributions by name
select * from made_contributions
where explanation_id in (select explanation_id from known_explanation)
order by explanation_key;

insert into drivers by name
select * from made_drivers
where exists (from known_explanation)
    and driver_key not in (select driver_key from drivers);

insert into backgrounds by name
select * from made_backgrounds
where exists (from known_explanation)
    and background_id not in (select background_id from backgrounds);

insert into trust_table by name
select * from made_trust_table
where data_id = $data_id
    and ranker_id in (select ranker_id from rankers)
    and ranker_id not in (select ranker_id from trust_table);

create or replace temp table known_audit as
select * from made_audits
where data_id = $data_id
    and ranker_id in (select ranker_id from rankers)
    and audit_id not in (select audit_id from audits);

insert into audits by name from known_audit;

insert into audit_contexts by name select * from made_audit_contexts where audit_id in (select audit_id from known_audit);

insert into audit_tests by name select * from made_audit_tests where audit_id in (select audit_id from known_audit);

insert into perturbed_slates by name
select * from made_perturbed_slates where audit_id in (select audit_id from known_audit);

insert into audit_attributions by name
select * from made_audit_attributions where audit_id in (select audit_id from known_audit);

create or replace temp table known_resistance as
select * from made_resistances
where data_id = $data_id
    and ranker_id in (select ranker_id from rankers)
    and resistance_id not in (select resistance_id from resistances);

insert into resistances by name from known_resistance;

insert into resistance_contexts by name
select * from made_resistance_contexts where resistance_id in (select resistance_id from known_resistance);

insert into attacks by name
select * from made_attacks where resistance_id in (select resistance_id from known_resistance);

select count(*) as loaded from known_explanation;
