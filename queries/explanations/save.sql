-- Stores what is not stored yet. Inputs: made_explanation, made_contribution.
create or replace temp table new_explanation as
select * from made_explanation where explanation_id not in (select explanation_id from explanations);

insert into explanations by name
select *, cast(now() as timestamp) as made_at from new_explanation;

insert into contributions by name
select * from made_contribution where explanation_id in (select explanation_id from new_explanation);
