-- position_of: where an item of a slate was shown, and on which surface. Inputs: numbered_context, numbered_item, placed.

create or replace temp table position_of as
select
    context.context_no, item.item_no, coalesce(any_value(search.surface), '') as surface,
    lower(trim(coalesce(any_value(search.text), ''))) as text, min(shown.position) as position
from impressions as shown
join numbered_context as context on shown.search_id = context.context_id
join numbered_item as item on shown.item_id = item.item_id
left join searches as search on search.search_id = shown.search_id
where shown.position is not null
group by context.context_no, item.item_no;
