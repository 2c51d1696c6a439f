-- Stores what is not stored yet. Inputs: made_explanation, and made_contribution with `word` (the name as it is compared)
-- and `position` (its row, in reading order).

create or replace temp table new_explanation as
select *, md5_number_lower(explanation_id) as explanation_key
from made_explanation
anti join explanations using (explanation_id);

create or replace temp table new_contribution as
with known_contribution as (
    select
        made_contribution.* replace (part::varchar as part), explanation_key,
        coalesce(regexp_replace(field, '_[0-9]+$', ''), part) as role,
        md5_number_lower(concat_ws(chr(31), part, role, word)) as driver_key
    from made_contribution join new_explanation using (explanation_id)
)
select
    *,
    if(
        row_number() over (partition by explanation_key, driver_key order by position) = 1,
        sum(contribution) over (partition by explanation_key, driver_key),
        null
    ) as total
from known_contribution;

insert into explanations by name
select *, cast(now() as timestamp) as made_at from new_explanation;

insert into contributions by name
select * exclude (word, role, position) from new_contribution order by explanation_key, position;

insert into drivers by name
select driver_key, part, role, word
from new_contribution
anti join drivers using (driver_key)
group by all;

select count(*) as saved from new_explanation;
