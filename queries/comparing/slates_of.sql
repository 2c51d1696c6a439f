-- Both slates of some contexts, with the grade that each item has there. Inputs: two_slates, first_places,
-- asked_context (context_id), outcome (context_id, item_id, grade).

select
    context_id, item_id, items.title, two_slates.rank_a, two_slates.rank_b, outcome.grade
from two_slates
left join items using (item_id)
left join outcome using (context_id, item_id)
where context_id in (select context_id from asked_context)
    and (outcome.grade > 0 or (context_id, item_id) in (select (context_id, item_id) from first_places))
order by context_id, least(coalesce(rank_a, 1000000), coalesce(rank_b, 1000000)), item_id;
