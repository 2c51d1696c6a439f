-- Stored explanations with whether what was explained is still so. $data_id is the data the workspace holds now; a ranker
-- is current while it is the newest of its name.
create or replace temp table current_data as select $data_id::varchar as data_id;

create or replace temp table current_ranker as
select ranker_id
from rankers
qualify row_number() over (partition by name order by added_at desc, ranker_id) = 1;

create or replace temp view stated_explanation as
select
    *,
    case
        when ranker_id is null or ranker_id not in (from current_ranker) then 'other ranker'
        when data_id is distinct from (select data_id from current_data) then 'data changed'
        else 'fresh'
    end as state
from explanations;
