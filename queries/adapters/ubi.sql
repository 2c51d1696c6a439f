-- title: User Behavior Insights (UBI 1.3)
-- title_zh: User Behavior Insights (UBI 1.3) 搜索日志
-- description: The queries and events that OpenSearch, Elasticsearch and Solr log; nested as the schema says, or flattened.
-- description_zh: OpenSearch、Elasticsearch 与 Solr 记录的搜索和事件；可为规范的嵌套结构，也可为展开的列。
-- origin: recorded
-- licence: as the log's owner says
-- file queries, optional: ubi_queries.parquet, queries.parquet, ubi_queries*.ndjson, queries*.ndjson, ubi_queries*.parquet
-- file events: ubi_events.parquet, events.parquet, ubi_events*.ndjson, events*.ndjson, ubi_events*.parquet
-- source of the schema: https://o19s.github.io/ubi/schema/1.3.0/ (query.request, event)

create temp table wanted_queries (
    application varchar, query_id varchar not null, client_id varchar, user_query varchar, timestamp timestamptz not null,
    query_response_id varchar, query_response_hit_ids varchar[]
);
create temp table wanted_events (
    application varchar, action_name varchar not null, query_id varchar, session_id varchar, client_id varchar,
    user_id varchar, timestamp timestamptz not null, message varchar, user_query varchar, event_attributes json,
    object_id varchar, object_description varchar, position_ordinal bigint
);

create temp table event as
select
    row_id, coalesce(application, '') as application,
    case lower(action_name)
        when 'impression' then 'impression'
        when 'search' then 'search'
        when 'on_search' then 'search'
        when 'click' then 'click'
        when 'click_through' then 'click'
        when 'view' then 'view'
        when 'watch' then 'view'
        when 'add_to_cart' then 'cart'
        when 'purchase' then 'purchase'
    end as action,
    nullif(query_id, '') as query_id,
    coalesce(nullif(user_id, ''), nullif(client_id, '')) as user_id,
    nullif(session_id, '') as session_id,
    try_cast(timestamp as timestamptz) at time zone 'UTC' as ts,
    nullif(trim(user_query), '') as user_query, nullif(trim(message), '') as message,
    coalesce(object_id, event_attributes ->> '$.object.object_id') as item_id,
    coalesce(object_description, event_attributes ->> '$.object.description', event_attributes ->> '$.object.name')
        as title,
    coalesce(
        try_cast(position_ordinal as integer), try_cast(event_attributes ->> '$.position.ordinal' as integer)
    ) as ordinal
from raw('events');

-- The schema leaves open where positions start. An application that shows something at 0 counts from 0; ours from 1.
create temp table first_position as
select application, if(min(ordinal) = 0, 1, 0) as shift from event group by application;

create temp table slate as
select query_id, mode(user_query) as text, min(session_id) as session_id
from event
where action <> 'search' and query_id is not null
group by query_id;

-- One search is logged once per answer of the engine, and its id may live on while the shopper types. What was shown
-- decides which text it is; then the answer with most hits, then the earliest.
create temp table logged_search as
with query as (
    select
        row_id, application, query_id, user_query as text, client_id, query_response_hit_ids,
        try_cast(timestamp as timestamptz) at time zone 'UTC' as ts
    from raw('queries')
)
select
    query.*, slate.session_id,
    row_number() over (
        partition by query_id
        order by
            coalesce(query.text, '') = '', query.text is distinct from slate.text,
            len(query_response_hit_ids) desc nulls last, ts, row_id
    ) as choice
from query
left join slate using (query_id);

create temp table typed_search as
select event.*, event.message as text,
    row_number() over (partition by query_id order by event.message is distinct from slate.text, ts desc, row_id) as choice
from event
join slate using (query_id)
where action = 'search' and query_id not in (select query_id from logged_search where query_id is not null);

-- OpenSearch's own sample was made by a generator from real queries; everything else counts as recorded.
create or replace temp view seen_origin as
with part as (
    select distinct if(application = 'esci_ubi_sample', 'generated', 'recorded') as origin from event
)
select string_agg(origin, ' and ' order by origin desc) as origin from part;

-- A search that was typed but never answered with anything shown is a keystroke: as-you-type boxes send every one.
create or replace temp view unusable as
select row_id, 'query_id' as "column", 'search logged again' as reason from logged_search where choice > 1
union all
select row_id, 'timestamp', 'unreadable time' from logged_search where ts is null
union all
select row_id, 'timestamp', 'unreadable time' from event where ts is null
union all
select row_id, 'action_name', 'action not used' from event where action is null
union all
select row_id, 'query_id', 'search logged again' from typed_search where choice > 1
union all
select row_id, 'query_id', 'keystroke: nothing was shown for it'
from event
where action = 'search'
    and row_id not in (select row_id from typed_search)
    and coalesce(query_id, '') not in (select query_id from logged_search where query_id is not null);

-- A search event whose search the engine logged adds nothing of its own.
create or replace temp view folded as
select row_id
from event
where action = 'search' and query_id in (select query_id from logged_search);

create or replace temp view staged_searches as
select
    row_id, query_id as search_id, nullif(client_id, '') as user_id, session_id, ts, text, 'search' as surface,
    nullif(application, '') as platform
from logged_search
union all by name
select
    row_id, query_id as search_id, user_id, session_id, ts, text, 'search' as surface, nullif(application, '') as platform
from typed_search;

create or replace temp view staged_impressions as
select row_id, query_id as search_id, item_id, (ordinal + shift)::integer as position, ts
from event
join first_position using (application)
where action = 'impression';

create or replace temp view staged_events as
select row_id, ts, user_id, session_id, query_id as search_id, item_id, action
from event
where action not in ('impression', 'search');

-- What is known of an item is what the events say of it. It belongs to the application that shows it most.
create or replace temp view staged_items as
with usable as (
    select * from event anti join rejected using (row_id) where coalesce(item_id, '') <> ''
),
spelling as (
    select item_id, title, count(*) as events from usable where title <> '' group by all
),
home as (
    select item_id, application, count(*) as events from usable group by all
),
title as (
    select item_id, arg_max(title, (events, title)) as title from spelling group by item_id
)
select
    null::bigint as row_id, item_id, 'product' as kind, any_value(title.title) as title,
    nullif(arg_max(home.application, (home.events, home.application)), '') as platform
from home
left join title using (item_id)
group by item_id;

create or replace temp view staged_users as
select distinct null::bigint as row_id, user_id from event anti join rejected using (row_id) where user_id is not null;
