-- Stores the attacks on some contexts; contexts that are stored already stay as they are. Input: made_attack.

create or replace temp table new_attack as
from made_attack where context_id not in (select context_id from attacks where resistance_id = $resistance_id);

insert into attacks by name
select $resistance_id as resistance_id, new_attack.* from new_attack order by direction, context_id;

select count(*) as saved from new_attack;
