-- Rows of every table that imports fill.

select
    (select count(*) from items) as items,
    (select count(*) from users) as users,
    (select count(*) from searches) as searches,
    (select count(*) from impressions) as impressions,
    (select count(*) from events) as events,
    (select count(*) from judgements) as judgements,
    (select count(*) from reviews) as reviews,
    (select count(*) from truth) as truth;
