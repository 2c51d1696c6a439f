-- The explanations that are asked about, and all that other statements of this folder read. Inputs: stated_explanation and
-- what asking.sql makes.

create or replace temp table chosen_explanation as
select
    (row_number() over () - 1)::integer as explanation_no, explanation_key, explanation_id, context_id, user_id, item_id,
    search, lang, surface, platform, category, brand, verdict, state, ts, rank, ranker_id, score, base, interaction,
    hash(run, context_id) as slate_key, hash(context_id) as context_key
from asked_explanation(
    $ranker_id, $start, $end, $lang, $surface, $platform, $category, $brand, $search, $verdict, $state
);

-- One row per explanation and driver.
create or replace temp table chosen_contribution as
select explanation_no, driver_no, total as contribution, feature_value
from contributions
join (select explanation_no, explanation_key from chosen_explanation) using (explanation_key)
join (select driver_no, driver_key from vocabulary) using (driver_key)
where total is not null;

-- Words of few shoppers' own: they are never listed.
create or replace temp table hidden_driver as
with own_use as (
    select driver_no, explanation_no
    from chosen_contribution join (select driver_no from vocabulary where own) using (driver_no)
),
shared_word as (
    select driver_no
    from own_use join chosen_explanation using (explanation_no)
    group by driver_no
    having count(distinct user_id) >= $many
)
select driver_no from vocabulary where own and driver_no not in (select driver_no from shared_word);

-- open: whether a driver may be listed.
create or replace temp view chosen_driver as
select *, driver_no not in (select driver_no from hidden_driver) as open from vocabulary;

select
    (select count(*) from chosen_explanation) as explanations,
    (select count(distinct context_key) from chosen_explanation) as contexts,
    (select count(*) from chosen_contribution) as contributions;
