-- What the metrics read. Inputs: slates (context_id, item_id, score, probability) and outcomes (context_id, item_id, grade).
-- ranked: rank by score descending, then item_id; grade 0 where unjudged. judged: rank by grade in the ideal order.

create or replace temp table judged as
select
    context_id, item_id, greatest(grade, 0)::double as grade,
    row_number() over (partition by context_id order by grade desc, item_id) as ideal_rank
from outcomes;

create or replace temp table ranked as
select
    slate.context_id, slate.item_id, slate.score, slate.probability, coalesce(judged.grade, 0) as grade,
    row_number() over (partition by slate.context_id order by slate.score desc, slate.item_id) as rank
from slates as slate left join judged using (context_id, item_id);

create or replace temp table asked_context as
select context_id from slates union select context_id from outcomes;
