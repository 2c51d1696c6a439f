-- How many items of the catalogue have a date of listing, and how many were listed after the ranker was trained.
select count(listed_at) as dated, count(*) filter (listed_at > $trained_at) as new from items;
