-- The rankers of the workspace, newest first; one row per name.
select ranker_id, name, folder, card, trained_at, added_at
from rankers
qualify row_number() over (partition by name order by added_at desc, ranker_id) = 1
order by added_at desc, name;
