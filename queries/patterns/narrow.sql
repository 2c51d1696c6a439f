-- Keeps of what was chosen the explanations that are in a segment ($inside), or those that are not. Input: chosen_explanation,
-- chosen_contribution.

create or replace temp table chosen_explanation as
with told as (
    select key, segment from segments where dimension = $dimension
)
select chosen_explanation.*
from chosen_explanation
left join told
    on told.key = case $key_kind
        when 'context' then context_id
        when 'user' then user_id
        when 'item' then item_id
        else context_id || ' ' || item_id
    end
where (coalesce(told.segment, $absent) = $segment) = $inside;

create or replace temp table chosen_contribution as
select * from chosen_contribution where explanation_no in (select explanation_no from chosen_explanation);

select count(distinct coalesce(user_id, context_id)) as shoppers, count(distinct context_id) as contexts
from chosen_explanation;
