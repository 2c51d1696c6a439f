-- The explanations that are asked about, and all that other statements of this folder read. Input: stated_explanation.
-- Lists of segments are empty where a dimension is not filtered; '' stands for a segment that is not known.

-- Which segment of a dimension an explanation is in; everything is in the segment 'all' of the dimension 'all'.
create or replace temp macro dimensions() as
    ['all', 'lang', 'surface', 'platform', 'category', 'brand', 'search', 'verdict', 'state'];
create or replace temp macro segment_in(segments, dimension) as segments[list_position(dimensions(), dimension)];

create or replace temp table chosen_explanation as
with described as (
    select
        explanation_key, explanation_id, context_id, user_id, item_id, search, ts, rank, category, brand, score, base,
        interaction, state, hash(run, context_id) as slate_key, hash(context_id) as context_key,
        [
            'all', coalesce(lang, ''), coalesce(surface, ''), coalesce(platform, ''), coalesce(category, ''),
            coalesce(brand, ''), if(search is null, 'no', 'yes'), coalesce(verdict, ''), state
        ] as segments
    from stated_explanation
    where ($ranker_id::varchar is null or ranker_id = $ranker_id)
        and ($start::timestamp is null or ts >= $start)
        and ($end::timestamp is null or ts < $end)
        and (len($lang::varchar[]) = 0 or coalesce(lang, '') in $lang)
        and (len($surface::varchar[]) = 0 or coalesce(surface, '') in $surface)
        and (len($platform::varchar[]) = 0 or coalesce(platform, '') in $platform)
        and (len($category::varchar[]) = 0 or coalesce(category, '') in $category)
        and (len($brand::varchar[]) = 0 or coalesce(brand, '') in $brand)
        and (len($search::varchar[]) = 0 or if(search is null, 'no', 'yes') in $search)
        and (len($verdict::varchar[]) = 0 or coalesce(verdict, '') in $verdict)
        and (len($state::varchar[]) = 0 or state in $state)
)
select (row_number() over () - 1)::integer as explanation_no, * from described;

-- One row per explanation and driver.
create or replace temp table chosen_contribution as
select
    explanation_no, driver_key, part::enum ('search', 'history', 'item', 'behaviour') as part, total as contribution,
    feature_value
from contributions join chosen_explanation using (explanation_key)
where total is not null;

-- The vocabulary. open: whether a driver may be listed; a word that only few shoppers typed and no item bears may not.
create or replace temp table chosen_driver as
with vocabulary as materialized (
    select driver_key, any_value(part) as part, any_value(role) as role, any_value(word) as word
    from drivers
    group by driver_key
),
own_word as materialized (
    select driver_key
    from vocabulary
    where part = 'search' and word not in (select word from vocabulary where part in ('item', 'history'))
),
own_use as materialized (
    select driver_key, explanation_no
    from chosen_contribution join own_word using (driver_key)
    where part = 'search'
),
shared_word as (
    select driver_key
    from own_use join chosen_explanation using (explanation_no)
    group by driver_key
    having count(distinct user_id) >= $many
)
select
    *,
    driver_key not in (select driver_key from own_word) or driver_key in (select driver_key from shared_word) as open
from vocabulary;

select
    (select count(*) from chosen_explanation) as explanations,
    (select count(distinct context_key) from chosen_explanation) as contexts,
    (select count(*) from chosen_contribution) as contributions;
