-- title: Length of the search
-- title_zh: 搜索长度
-- meaning: Words of the search; two Chinese characters count as a word.
-- meaning_zh: 搜索的词数；两个汉字计为一词。
-- key: context
-- known: moment
-- order: listed
-- segment none: No search | 没有搜索
-- segment one: 1 word | 1 个词
-- segment two: 2 words | 2 个词
-- segment three: 3 words | 3 个词
-- segment four: 4 and more | 4 个词及以上
-- absent: none
-- missing: Contexts without a search say so.
-- missing_zh: 没有搜索的请求单独列出。

with counted as (
    select search, round(list_sum(list_transform(atoms, lambda atom: if(regexp_matches(atom, '\p{Han}'), 0.5, 1)))) as words
    from search_text
    where len(atoms) > 0
)
select
    context_id as key,
    case when words <= 1 then 'one' when words = 2 then 'two' when words = 3 then 'three' else 'four' end as segment
from context join counted using (search)
