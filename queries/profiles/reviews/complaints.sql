-- What the reviews of items complain of: words that go with fewer stars in their category, those in most reviews of the
-- item first, at most $words of each item. Inputs: review, mention, aspect.
with counted as (
    select item_id, words, count(distinct shopper) as shoppers, count(*) as reviews, min(aspect.stars) as stars
    from review
    join mention using (review_id)
    join aspect
        on mention.word = aspect.words[1] and review.category = aspect.category
            and coalesce(review.lang, '') = aspect.lang
    where difference < 0 and q < $level
    group by item_id, words
)
select item_id, list(words order by reviews desc, stars, words)[:$words] as words from counted group by item_id;
