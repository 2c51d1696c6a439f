-- title: What the search says
-- title_zh: 搜索意图
-- meaning: By rules, the first that holds: a typo (a word unknown to the catalogue, one slip from a usual one); a negation (“no …”, not where the catalogue says both words together); a number that stands in the catalogue’s attributes; a need (“for …”, or mostly words that name nothing); an attribute’s value; a brand; else a category.
-- meaning_zh: 依次判断：错字（目录中没有、与常用词只差一处）；否定（“不要…”，目录中连用的除外）；目录属性里的数字；需求（“送…”，或大部分词并非名称）；属性值；品牌；其余为品类。
-- key: context
-- known: log
-- order: listed
-- segment category: Category | 品类
-- segment brand: Brand | 品牌
-- segment attribute: Attribute | 属性
-- segment number: Number or unit | 数字或单位
-- segment need: Need | 需求
-- segment negation: Negation | 否定
-- segment typo: Typo | 错字
-- segment none: No search | 没有搜索
-- absent: none
-- missing: Contexts without a search say so.
-- missing_zh: 没有搜索的请求单独列出。

with said as (
    select search, len(list_distinct(atoms)) as atoms, ' ' || array_to_string(atoms, ' ') || ' ' as words from search_text
),
-- "Not", with the word after it, unless the catalogue itself says both together ("non stick", 无线).
negated as (
    select distinct search
    from (
        select search, unnest(regexp_extract_all(words, ' (?:no|not|non|without|不|别|无) [^ ]+')) as phrase from said
    )
    where trim(phrase) not in (select gram from catalogue_gram)
        and trim(phrase) not in ('不 好', '不 错')
),
number as (
    select distinct search
    from (select search, unnest(atoms) as atom from search_text)
    where regexp_matches(atom, '^\p{N}')
        and atom in (select unnest(string_split(gram, ' ')) from catalogue_value)
),
named as (
    select
        search_gram.search, search_gram.gram, coalesce(brand, false) as brand, coalesce(value and not kind, false) as value
    from search_gram left join named_gram using (gram)
    where brand or kind or value or gram in (select gram from usual_name)
),
names as (
    select search, bool_or(brand) as brand, bool_or(value and not brand) as value
    from named
    group by search
),
left_over as (
    select search, unnest(atoms) as atom from search_text
    except
    select search, unnest(string_split(gram, ' ')) from named
),
unnamed as (
    select
        search, count(*) as atoms,
        bool_or(atom in ('for', 'gift', 'to', 'that', 'my', 'who', '送', '给', '的', '怕', '能')) as purpose
    from left_over
    group by search
),
intent as (
    select
        search,
        case
            when search in (select search from mistyped) then 'typo'
            when search in (select search from negated) then 'negation'
            when search in (select search from number) then 'number'
            when unnamed.purpose or 2 * unnamed.atoms > said.atoms then 'need'
            when names.value then 'attribute'
            when names.brand then 'brand'
            else 'category'
        end as intent
    from said left join names using (search) left join unnamed using (search)
)
select context_id as key, intent as segment from context join intent using (search)
