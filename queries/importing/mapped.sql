-- Files of one's own, as a mapping file describes them (docs/import.md): clocks, number formats, words and scales.
-- Their columns have canonical names already (queries/importing/mapping.py); every value is still the text it was.
-- Needs the variables that importing/mapping.sql sets.

create temp table wanted_items (
    item_id varchar not null, kind varchar, title varchar, brand varchar, category varchar, description varchar,
    attributes varchar, price varchar, list_price varchar, currency varchar, lang varchar, platform varchar,
    image varchar, listed_at varchar
);
create temp table wanted_users (
    user_id varchar not null, attributes varchar, lang varchar, platform varchar, joined_at varchar
);
create temp table wanted_searches (
    search_id varchar not null, user_id varchar, session_id varchar, ts varchar, text varchar, lang varchar,
    surface varchar, platform varchar, device varchar
);
create temp table wanted_impressions (
    search_id varchar not null, item_id varchar not null, position varchar, ts varchar, price varchar
);
create temp table wanted_events (
    ts varchar not null, user_id varchar, session_id varchar, search_id varchar, item_id varchar not null,
    action varchar not null, quantity varchar, price varchar
);
create temp table wanted_judgements (
    search_text varchar not null, item_id varchar not null, grade varchar not null, scale_max varchar, scale varchar
);
create temp table wanted_reviews (
    review_id varchar, item_id varchar not null, user_id varchar, ts varchar, rating varchar, title varchar,
    text varchar, lang varchar
);
create temp table wanted_truth (
    search_id varchar not null, item_id varchar not null, driver varchar not null, contribution varchar not null
);

-- Text as a moment, UTC. A zone that the text itself states wins over the mapping's.
create temp macro moment_by(text, clock, zone) as
case
    when clock = 'epoch s' then make_timestamp((try_cast(text as double) * 1e6)::bigint)
    when clock = 'epoch ms' then make_timestamp((try_cast(text as double) * 1e3)::bigint)
    when clock = 'epoch us' then make_timestamp(try_cast(text as double)::bigint)
    when clock = 'iso' and regexp_matches(text, ':\d\d.*(Z|z|[+-]\d\d:?(\d\d)?)$')
        then try_cast(text as timestamptz) at time zone 'UTC'
    when clock = 'iso' then try_cast(text as timestamp) at time zone zone at time zone 'UTC'
    when clock like '%\%z%' escape '\' then try_strptime(text, clock)::timestamp
    else try_strptime(text, clock)::timestamp at time zone zone at time zone 'UTC'
end;

create temp macro moment(text, role) as moment_by(text, getvariable('clocks')[role], getvariable('zones')[role]);

create temp macro number(text, role) as
try_cast(if(getvariable('decimals')[role] = ',', replace(replace(text, '.', ''), ',', '.'), text) as double);

create temp macro grade_of(text) as
coalesce(map(getvariable('labels'), getvariable('grades'))[lower(text)], number(text, 'judgements'));

create temp macro action_of(text) as
coalesce(map(getvariable('words'), getvariable('actions'))[lower(text)], lower(text));

-- A value that is there but cannot be read rejects its row; an absent one does not.
create or replace temp view unusable as
select row_id, 'price' as "column", 'unreadable number' as reason from raw('items')
where price is not null and number(price, 'items') is null and not getvariable('one_per_id')['items']
union all
select row_id, 'list_price', 'unreadable number' from raw('items')
where list_price is not null and number(list_price, 'items') is null and not getvariable('one_per_id')['items']
union all
select row_id, 'listed_at', 'unreadable time' from raw('items')
where listed_at is not null and moment(listed_at, 'items') is null and not getvariable('one_per_id')['items']
union all
select row_id, 'joined_at', 'unreadable time' from raw('users')
where joined_at is not null and moment(joined_at, 'users') is null and not getvariable('one_per_id')['users']
union all
select row_id, 'ts', 'unreadable time' from raw('searches')
where ts is not null and moment(ts, 'searches') is null and not getvariable('one_per_id')['searches']
union all
select row_id, 'position', 'unreadable number' from raw('impressions')
where position is not null and number(position, 'impressions') is null
union all
select row_id, 'ts', 'unreadable time' from raw('impressions')
where ts is not null and moment(ts, 'impressions') is null
union all
select row_id, 'price', 'unreadable number' from raw('impressions')
where price is not null and number(price, 'impressions') is null
union all
select row_id, 'ts', 'unreadable time' from raw('events')
where ts is not null and moment(ts, 'events') is null
union all
select row_id, 'quantity', 'unreadable number' from raw('events')
where quantity is not null and number(quantity, 'events') is null
union all
select row_id, 'price', 'unreadable number' from raw('events')
where price is not null and number(price, 'events') is null
union all
select row_id, 'grade', 'unreadable number' from raw('judgements')
where grade is not null and grade_of(grade) is null
union all
select row_id, 'scale_max', 'unreadable number' from raw('judgements')
where scale_max is not null and number(scale_max, 'judgements') is null
union all
select row_id, 'ts', 'unreadable time' from raw('reviews')
where ts is not null and moment(ts, 'reviews') is null
union all
select row_id, 'rating', 'unreadable number' from raw('reviews')
where rating is not null and number(rating, 'reviews') is null
union all
select row_id, 'contribution', 'unreadable number' from raw('truth')
where contribution is not null and number(contribution, 'truth') is null;

-- With one_per_id the file names the same item many times: its first row counts, the others are echoes of it.
create or replace temp view staged_items as
select
    if(getvariable('one_per_id')['items'], null, row_id) as row_id,
    item_id, coalesce(kind, 'product') as kind, title, brand, category, description, attributes,
    if(getvariable('one_per_id')['items'], possible_price(number(price, 'items')), number(price, 'items')) as price,
    if(getvariable('one_per_id')['items'], possible_price(number(list_price, 'items')), number(list_price, 'items'))
        as list_price,
    currency, lang, platform, image, moment(listed_at, 'items') as listed_at
from raw('items')
where not getvariable('one_per_id')['items']
    or row_id in (select min(row_id) from raw('items') where not is_empty(item_id) group by item_id);

-- With one_per_id the file names the same user many times: its first row counts, the others are echoes of it.
create or replace temp view staged_users as
select
    if(getvariable('one_per_id')['users'], null, row_id) as row_id,
    user_id, attributes, lang, platform, moment(joined_at, 'users') as joined_at
from raw('users')
where not getvariable('one_per_id')['users']
    or row_id in (select min(row_id) from raw('users') where not is_empty(user_id) group by user_id);

-- With one_per_id the file names the same search many times: its first row counts, the others are echoes of it.
create or replace temp view staged_searches as
select
    if(getvariable('one_per_id')['searches'], null, row_id) as row_id,
    search_id, user_id, session_id, moment(ts, 'searches') as ts, text, lang, coalesce(surface, 'search') as surface,
    platform, device
from raw('searches')
where not getvariable('one_per_id')['searches']
    or row_id in (select min(row_id) from raw('searches') where not is_empty(search_id) group by search_id);

create or replace temp view staged_impressions as
select
    row_id, search_id, item_id,
    (number(position, 'impressions') + 1 - getvariable('positions_from'))::integer as position,
    moment(ts, 'impressions') as ts, number(price, 'impressions') as price
from raw('impressions');

create or replace temp view staged_events as
select
    row_id, moment(ts, 'events') as ts, user_id, session_id, search_id, item_id, action_of(action) as action,
    number(quantity, 'events')::integer as quantity, number(price, 'events') as price
from raw('events');

create or replace temp view staged_judgements as
select
    row_id, search_text, item_id, grade_of(grade) as grade, number(scale_max, 'judgements') as scale_max, scale
from raw('judgements');

create or replace temp view staged_reviews as
select
    row_id, review_id, item_id, user_id, moment(ts, 'reviews') as ts, number(rating, 'reviews') as rating, title,
    text, lang
from raw('reviews');

create or replace temp view staged_truth as
select
    row_id, search_id, item_id, driver, number(contribution, 'truth') as contribution
from raw('truth');
