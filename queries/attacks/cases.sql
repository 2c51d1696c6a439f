-- Attacks that were found, those that took the fewest edits and moved the item furthest first: one of each context, and only
-- of searches that may be shown. Input: shown_search (search, shown).

with context as (
    select search_id as context_id, any_value(trim(text)) as search from searches group by search_id
)
select attacks.* exclude (resistance_id), context.search
from attacks
join context using (context_id)
left join shown_search on shown_search.search = context.search
where attacks.resistance_id = $resistance_id and attacks.edits is not null
    and (context.search is null or context.search = '' or shown_search.shown is not null)
    and ($direction::varchar is null or attacks.direction = $direction)
qualify row_number() over (partition by context_id order by edits, direction) = 1
order by edits, abs(coalesce(rank_after, rank_before + 1000000) - rank_before) desc, context_id, direction
limit $limit;
