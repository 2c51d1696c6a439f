-- How many reviews there are, with stars, with words, and of how many items.
select
    count(*) as total, count(rating) as rated, count(*) filter (said <> '') as written, count(distinct item_id) as items,
    avg(rating) as stars
from review;
