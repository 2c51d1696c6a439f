-- Puts searches into the bins of their words, each once per search: runs of letters or digits, Chinese in pairs of characters.
-- Inputs: seen, watching. The most frequent words have a bin each; the others, and those that fewer than $many shoppers typed, are not
-- told apart.

create or replace temp macro runs(text) as
    regexp_extract_all(text, '\p{Han}+|[\p{Latin}\p{Greek}\p{Cyrillic}\p{N}]+(?:\.\p{N}+)?');
create or replace temp macro pairs(run) as
    if(
        regexp_matches(run, '^\p{Han}{2,}$'),
        list_transform(range(1, length(run)), lambda start: run[start:start + 1]),
        [run]
    );

insert into value_bin
with typed as (
    select distinct nth, value from seen where nth in (select nth from watching where kind = 'words')
),
word as (
    select nth, value, unnest(list_distinct(flatten(list_transform(runs(value), lambda run: pairs(run))))) as word
    from typed
),
counted as (
    select nth, word, count(distinct shopper) as shoppers, sum(n) as n
    from word join seen using (nth, value)
    group by nth, word
),
told as (
    select nth, word
    from counted
    where shoppers >= $many
    qualify row_number() over (partition by nth order by n desc, word) <= $most
)
select nth, value, coalesce(told.word, $others) from word left join told using (nth, word);
