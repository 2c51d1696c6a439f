-- One point per explanation: x is what the search and the item's words give, y what history and behaviour give. A sample of
-- at most $limit, the same at every call; total: how many there are. $overrides: only where the shopper's past lifts an
-- item above the base against the words, those that it lifts furthest against them first.
with side as (
    select driver_key, part in ('search', 'item') as of_words from vocabulary
),
axis as (
    select
        explanation_no, coalesce(sum(contribution) filter (of_words), 0) as x,
        coalesce(sum(contribution) filter (not of_words), 0) as y
    from chosen_contribution join side using (driver_key)
    group by explanation_no
),
asked as (
    select *, count(*) over () as total
    from axis
    where not $overrides or (x < 0 and x + y > 0)
)
select explanation_id, context_id, item_id, user_id, rank, category, brand, x, y, score, total
from asked join chosen_explanation using (explanation_no)
order by if($overrides, x, 0), if($overrides, 0, hash(explanation_id, $seed::bigint)), explanation_id
limit $limit;
