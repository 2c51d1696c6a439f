-- Whether what was explained is still so, per explanation. $data_id is the data the workspace holds now; a ranker is
-- current while it is the newest of its name. $explanation_id: one of them, or null for all.
create or replace temp table explanation_state as
with current_ranker as (
    select ranker_id
    from rankers
    qualify row_number() over (partition by name order by added_at desc, ranker_id) = 1
)
select
    explanation_id, explanation_key,
    case
        when ranker_id is null or ranker_id not in (from current_ranker) then 'other ranker'
        when data_id is distinct from $data_id then 'data changed'
        else 'fresh'
    end as state
from explanations
where $explanation_id::varchar is null or explanation_id = $explanation_id;
