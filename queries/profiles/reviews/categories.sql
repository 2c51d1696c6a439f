-- What shoppers think of each category, by their stars: mean, and how many are unhappy (2 and less) or happy (4 and more).
-- half: of the 95 % interval of the mean, normal, the unit is the shopper's mean.
with opinion as (
    select
        category, shopper, count(*) as reviews, avg(rating) as stars, sum(rating) as total,
        count(*) filter (rating <= 2) as unhappy, count(*) filter (rating >= 4) as happy
    from review
    where rating is not null
    group by category, shopper
)
select
    category, sum(reviews)::bigint as reviews, count(*) as shoppers, sum(total) / sum(reviews) as stars,
    1.95996 * stddev_samp(stars) / sqrt(count(*)) as half,
    sum(unhappy) / sum(reviews) as unhappy, sum(happy) / sum(reviews) as happy
from opinion
group by category
order by stars, category;
