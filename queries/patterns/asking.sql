-- Which explanations may be asked about, and in which segments they are. Input: stated_explanation.

-- Those that fit the filters. A list of segments is empty where a dimension is not filtered; '' stands for a segment that
-- is not known.
create or replace temp macro asked_explanation(
    ranker, since, until, langs, surfaces, platforms, categories, brands, searches, verdicts, states
) as table
select *
from stated_explanation
where (ranker::varchar is null or ranker_id = ranker)
    and (since::timestamp is null or ts >= since)
    and (until::timestamp is null or ts < until)
    and (len(langs::varchar[]) = 0 or coalesce(lang, '') in langs)
    and (len(surfaces::varchar[]) = 0 or coalesce(surface, '') in surfaces)
    and (len(platforms::varchar[]) = 0 or coalesce(platform, '') in platforms)
    and (len(categories::varchar[]) = 0 or coalesce(category, '') in categories)
    and (len(brands::varchar[]) = 0 or coalesce(brand, '') in brands)
    and (len(searches::varchar[]) = 0 or if(search is null, 'no', 'yes') in searches)
    and (len(verdicts::varchar[]) = 0 or coalesce(verdict, '') in verdicts)
    and (len(states::varchar[]) = 0 or state in states);

create or replace temp macro dimensions() as
    ['lang', 'surface', 'platform', 'category', 'brand', 'search', 'verdict', 'state'];

-- Which segment of a dimension a row of explanations is in; everything is in the segment 'all' of the dimension 'all'.
create or replace temp macro segment_of(told, dimension) as
    case dimension
        when 'all' then 'all'
        when 'lang' then coalesce(told.lang, '')
        when 'surface' then coalesce(told.surface, '')
        when 'platform' then coalesce(told.platform, '')
        when 'category' then coalesce(told.category, '')
        when 'brand' then coalesce(told.brand, '')
        when 'search' then if(told.search is null, 'no', 'yes')
        when 'verdict' then coalesce(told.verdict, '')
        when 'state' then told.state
    end;

-- The vocabulary. own: a word of the search that no item and no history bears, so that it may tell who typed it.
create or replace temp table vocabulary as
with known_driver as (
    select driver_key, any_value(part) as part, any_value(role) as role, any_value(word) as word
    from drivers
    group by driver_key
)
select
    driver_key, part::enum ('search', 'history', 'item', 'behaviour') as part, role, word,
    part = 'search' and word not in (select word from known_driver where part in ('item', 'history')) as own
from known_driver;
