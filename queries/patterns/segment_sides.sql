-- The explanations that are in a segment (side b) and those that are not (side a), with how many shoppers and contexts there
-- are on each side. Inputs: asking.sql, key_of (segmenting/key_of.sql).
create or replace temp table side_explanation as
with told as (
    select key, segment from segments where dimension = $dimension
)
select
    coalesce(told.segment, $absent) = $segment as on_b, explanation_key, user_id, context_id,
    hash(context_id) as context_key
from asked_explanation(
    $ranker_id, $start, $end, $lang, $surface, $platform, $category, $brand, $search, $verdict, $state
) as asked
left join told on told.key = key_of($key_kind, context_id, user_id, item_id);

select
    side.on_b, count(distinct coalesce(user_id, context_id)) as shoppers, count(distinct context_id) as contexts
from unnest([false, true]) as side(on_b) left join side_explanation using (on_b)
group by side.on_b
order by side.on_b;
