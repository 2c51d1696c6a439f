-- Which words of reviews go with fewer or more stars, by category, and over all of a language (category ''). The sentiment
-- of a word is the stars of the reviews it stands in, nothing else. In a category only words typical of it are told: those
-- in at least $typical times as large a share of its reviews as of all others of the language. Words that always stand
-- together are one. A word must stand in reviews of $many shoppers, and be missing from those of $many. p: Welch's t on
-- the stars with and without the word; q: Benjamini and Hochberg over all words tested. Inputs: review, read_review
-- (review_id), mention (review_id, word).
create or replace temp table rated as
select review_id, shopper, category, coalesce(lang, '') as lang, rating
from review
where rating is not null and review_id in (select review_id from read_review);

create or replace temp table aspect as
with scope as (
    select '' as scope, * from rated
    union all
    select category, * from rated where category is not null
),
whole as (
    select
        lang, scope, count(*) as reviews, count(distinct shopper) as shoppers, sum(rating) as total,
        sum(rating * rating) as squares
    from scope
    group by lang, scope
),
every_word as (
    select
        lang, scope, word, count(*) as reviews, count(distinct shopper) as shoppers, sum(rating) as total,
        sum(rating * rating) as squares, bit_xor(hash(review_id)) as stands_in
    from scope join mention using (review_id)
    group by lang, scope, word
),
everywhere as (
    select lang, word, reviews from every_word where scope = ''
),
bearing as (
    select
        lang, scope, list(word order by word) as words, any_value(everywhere.reviews) as everywhere,
        any_value(own.reviews) as reviews, any_value(shoppers) as shoppers, any_value(total) as total,
        any_value(squares) as squares
    from every_word as own join everywhere using (lang, word)
    where shoppers >= $many
    group by lang, scope, stands_in
),
all_reviews as (
    select lang, reviews from whole where scope = ''
),
told as (
    select
        lang, scope, words, bearing.reviews, bearing.shoppers, bearing.total / bearing.reviews as stars,
        whole.reviews - bearing.reviews as rest, (whole.total - bearing.total) / rest as rest_stars,
        bearing.reviews / whole.reviews as share,
        (everywhere - bearing.reviews) / nullif(all_reviews.reviews - whole.reviews, 0) as elsewhere,
        (bearing.squares - bearing.total * bearing.total / bearing.reviews) / (bearing.reviews - 1) / bearing.reviews
            as variance,
        (whole.squares - bearing.squares - (whole.total - bearing.total) * (whole.total - bearing.total) / rest)
            / (rest - 1) / rest as rest_variance
    from bearing join whole using (lang, scope) join all_reviews using (lang)
    where whole.shoppers - bearing.shoppers >= $many and rest > 1
),
tested as (
    select
        *, stars - rest_stars as difference, abs(difference) / nullif(sqrt(variance + rest_variance), 0) as t,
        pow(variance + rest_variance, 2)
            / (variance * variance / (reviews - 1) + rest_variance * rest_variance / (rest - 1)) as df
    from told
    where scope = '' or elsewhere is null or share >= $typical * elsewhere
),
valued as (
    select *, least(1.0, two_sided(t, df)) as p from tested where isfinite(t) and isfinite(df)
),
placed as (
    select *, row_number() over (order by p, lang, scope, words) as place, count(*) over () as tests from valued
)
select
    lang, scope as category, words, reviews, shoppers, share, elsewhere, stars, rest_stars, difference, p,
    min(least(1.0, p * tests / place)) over (order by place rows between current row and unbounded following) as q
from placed;

select * from aspect order by lang, category, difference, words;
