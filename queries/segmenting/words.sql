-- What searches say, in words of the catalogue. Inputs: context, items.
-- Texts are cut into atoms: a Chinese character, or a word of letters and digits, lower case, without accents. A gram is a
-- run of up to 6 atoms; "手 表" and "smart watch" are grams of two.

create or replace temp macro bare(text) as
    replace(replace(lower(strip_accents(text)), '''', ''), '’', '');
create or replace temp macro atoms(text) as
    regexp_extract_all(bare(text), '\p{Han}|[\p{Latin}\p{Greek}\p{Cyrillic}\p{N}]+(?:\.\p{N}+)?');
create or replace temp macro grams(atoms) as
    flatten(list_transform(range(1, 7), lambda n: list_transform(
        range(1, len(atoms) - n + 2), lambda start: array_to_string(atoms[start:start + n - 1], ' ')
    )));

create or replace temp table search_text as
select search, atoms(search) as atoms, count(distinct shopper) as shoppers
from context
where search is not null
group by search;

create or replace temp table search_gram as
select distinct search, unnest(grams(atoms)) as gram from search_text where len(atoms) > 0;

-- What the catalogue says of its items. Values: `name: value; name: value`.
create or replace temp table catalogue_value as
with entry as (
    select item_id, category, platform, string_split(unnest(string_split(attributes, ';')), ':') as entry from items
)
select category, platform, lower(trim(entry[1])) as name, array_to_string(atoms(entry[2]), ' ') as gram
from entry
where len(entry) = 2;

create or replace temp table catalogue_gram as
with said as (
    select platform, category, title as text, count(*) as items from items group by all
    union all
    select platform, category, category, count(*) from items group by all
    union all
    select platform, category, brand, count(*) from items group by all
),
cut as (
    select platform, category, items, atoms(text) as atoms from said
),
gram as (
    select platform, category, items, unnest(list_distinct(grams(atoms))) as gram from cut
    union all
    select platform, category, count(*), gram from catalogue_value group by all
)
select platform, category, gram, sum(items)::bigint as items
from gram
where gram in (select gram from search_gram)
group by all;

-- What a gram is to the catalogue. Kind words name what an item is: the parts of category paths, and values named so.
create or replace temp table named_gram as
with brand as (
    select distinct array_to_string(atoms(brand), ' ') as gram from items
),
path_part as (
    select distinct unnest(string_split_regex(category, '[>/&,、]')) as part from items
),
kind as (
    select gram from catalogue_value where name in ('type', 'kind', 'category', '类型', '种类', '品类', '类别')
    union
    select unnest(grams(atoms)) from (select distinct atoms(part) as atoms from path_part)
)
select
    gram, len(string_split(gram, ' ')) as atoms, gram in (from brand) as brand, gram in (from kind) as kind,
    gram in (select gram from catalogue_value) as value
from (select distinct gram from catalogue_gram);

-- A word that was typed: letters, or a run of Chinese characters. Known: the catalogue says it.
create or replace temp table typed_word as
with word as (
    select
        search, shoppers,
        unnest(list_distinct(regexp_extract_all(bare(search), '\p{Han}+|[\p{Latin}\p{Greek}\p{Cyrillic}]+'))) as word
    from search_text
),
described as (
    select distinct unnest(atoms(description)) as word from (select distinct description from items)
)
select
    word, sum(shoppers) as shoppers, regexp_matches(word, '\p{Han}') as chinese,
    array_to_string(atoms(word), ' ') in (select gram from catalogue_gram)
        or word in (select word from described) as known
from word
group by word;

-- A slip: a word that the catalogue does not know, one edit away from a word that five times as many shoppers typed.
-- Words one edit apart are alike when one letter of each is dropped. Edits of Chinese replace a character. Letters that
-- $many shoppers type are a word; a wrong character of the same sound is typed by many.
create or replace temp table slip as
with variant as (
    select
        * exclude (place), if(chinese, place, 0) as place,
        if(place = 0, word, word[:place - 1] || word[place + 1:]) as variant
    from (select *, unnest(range(0, len(word) + 1)) as place from typed_word)
    where len(word) >= if(chinese, 2, 4) and not (chinese and place = 0)
)
select typed.word, arg_max(usual.word, usual.shoppers) as meant
from variant as typed join variant as usual using (variant, place, chinese)
where not typed.known
    and (chinese or typed.shoppers < $many)
    and usual.shoppers >= 5 * typed.shoppers
    and (chinese and len(typed.word) = len(usual.word) or damerau_levenshtein(typed.word, usual.word) = 1)
    and typed.word || 's' <> usual.word
    and usual.word || 's' <> typed.word
group by typed.word;

create or replace temp table mistyped as
select distinct search
from (
    select search, unnest(regexp_extract_all(bare(search), '\p{Han}+|[\p{Latin}\p{Greek}\p{Cyrillic}]+')) as word
    from search_text
)
where word in (select word from slip);

-- What $many shoppers or more type on its own, in a few words, names a thing even where the catalogue calls it otherwise.
create or replace temp table usual_name as
select array_to_string(atoms, ' ') as gram
from search_text
where len(atoms) <= if(regexp_matches(search, '\p{Han}'), 5, 3)
    and not list_has_any(atoms, ['for', 'gift', 'to', 'that', 'my', 'who', '送', '给', '的', '怕', '能'])
group by gram
having sum(shoppers) >= $many;

-- The category that a search names: each gram votes for the categories of the platform's items that hold it, the more the
-- fewer share it and the longer it is. Named is what has more than half of the votes.
create or replace temp table named_category as
with asked as (
    select distinct platform, search from context where search is not null
),
vote as (
    select
        asked.platform, asked.search, category, len(string_split(gram, ' ')) as atoms,
        items / sum(items) over (partition by asked.platform, asked.search, gram) as share
    from asked
    join search_gram using (search)
    join catalogue_gram using (gram)
    where catalogue_gram.platform is not distinct from asked.platform
),
total as (
    select platform, search, category, sum(share * share * atoms) as votes
    from vote
    where category is not null
    group by platform, search, category
)
select platform, search, arg_max(category, (votes, category)) as category
from total
group by platform, search
having max(votes) > sum(votes) / 2;
