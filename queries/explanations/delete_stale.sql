-- Deletes the explanations in the states asked for, with their contributions. Input: stated_explanation.
create or replace temp table stale_explanation as
select explanation_id, explanation_key from stated_explanation where state in $states;

delete from contributions where explanation_key in (select explanation_key from stale_explanation);

delete from explanations where explanation_id in (select explanation_id from stale_explanation);

select count(*) as deleted from stale_explanation;
