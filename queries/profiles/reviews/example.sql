-- For each word that tells something, one review that has it, with stars like the word's. Inputs: aspect, mention, review.
select aspect.lang, aspect.category, words, arg_min(said, (abs(rating - stars), review_id)) as said
from aspect join mention on words[1] = mention.word join review using (review_id)
where q < $level and aspect.lang = coalesce(review.lang, '')
    and (aspect.category = '' or aspect.category = review.category)
group by aspect.lang, aspect.category, words;
