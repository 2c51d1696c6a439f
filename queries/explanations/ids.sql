-- The ids of what is stored.
select explanation_id
from explanations
where ($run::varchar is null or run = $run)
    and ($ranker_id::varchar is null or ranker_id = $ranker_id)
    and ($data_id::varchar is null or data_id = $data_id)
order by explanation_id;
