-- What drives the chosen explanations, as other statements of this folder read it. Inputs: chosen_explanation, vocabulary.

-- One row per explanation and driver. Columns inside a struct are written in two thirds of the time: no statistics are
-- kept of them.
create or replace temp table chosen_row as
select
    {
        explanation_no: explanation_no, driver_key: driver_key, contribution: total, feature_value: feature_value
    } as told
from contributions
join (select explanation_no, explanation_key from chosen_explanation) using (explanation_key)
where total is not null;

create or replace temp view chosen_contribution as
select
    told.explanation_no as explanation_no, told.driver_key as driver_key, told.contribution as contribution,
    told.feature_value as feature_value
from chosen_row;

-- Words of few shoppers' own: they are never listed.
create or replace temp table hidden_driver as
with own_use as (
    select driver_key, explanation_no
    from chosen_contribution join (select driver_key from vocabulary where own) using (driver_key)
),
shared_word as (
    select driver_key
    from own_use join chosen_explanation using (explanation_no)
    group by driver_key
    having count(distinct user_id) >= $many
)
select driver_key from vocabulary where own and driver_key not in (select driver_key from shared_word);

-- open: whether a driver may be listed.
create or replace temp view chosen_driver as
select *, driver_key not in (select driver_key from hidden_driver) as open from vocabulary;

select count(*) as contributions from chosen_row;
