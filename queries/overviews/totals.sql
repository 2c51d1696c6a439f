-- One row that sizes the workspace: rows by table, items, shoppers, the time its logs span and their languages.

with moment as (
    select min(ts) as first, max(ts) as last from events
    union all
    select min(ts), max(ts) from searches
),
shopper as (
    select user_id from users
    union
    select user_id from events where user_id is not null
    union
    select user_id from searches where user_id is not null
),
language as (
    select lang, count(*) as rows
    from (select lang from items union all select lang from searches) as said
    where lang is not null
    group by lang
)
select
    (select count(*) from items) as items,
    (select count(*) from users) as users,
    (select count(*) from searches) as searches,
    (select count(*) from impressions) as impressions,
    (select count(*) from events) as events,
    (select count(*) from judgements) as judgements,
    (select count(*) from reviews) as reviews,
    (select count(*) from truth) as truth,
    (select count(*) from rejects) as rejects,
    (select count(*) from shopper) as shoppers,
    (select min(first) from moment) as first,
    (select max(last) from moment) as last,
    (select list(lang order by rows desc, lang) from language) as languages;
