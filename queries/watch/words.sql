-- Cuts searches into words, each once per search: runs of letters or digits, Chinese in pairs of characters. Input: seen.
-- Words that fewer than $many shoppers typed are not told apart.

create or replace temp macro runs(text) as
    regexp_extract_all(text, '\p{Han}+|[\p{Latin}\p{Greek}\p{Cyrillic}\p{N}]+(?:\.\p{N}+)?');
create or replace temp macro pairs(run) as
    if(
        regexp_matches(run, '^\p{Han}{2,}$'),
        list_transform(range(1, length(run)), lambda start: run[start:start + 1]),
        [run]
    );

create or replace temp table seen as
with word as (
    select
        seen_row, shopper, is_current,
        unnest(list_distinct(flatten(list_transform(runs(value), lambda run: pairs(run))))) as value
    from seen
),
usual as (
    select value from word group by value having count(distinct shopper) >= $many
)
select word.* exclude (value), if(usual.value is null, $others, word.value) as value
from word left join usual using (value);
