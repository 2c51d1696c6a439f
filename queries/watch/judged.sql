-- How many accounts were judged, how many of them are flagged, and what they are of the traffic. current: whether the data
-- are those they were found in. Input: every_context.
with flagged as (
    select user_id from odd_accounts where flagged
)
select
    (select count(*) from odd_accounts) as accounts, (select count(*) from flagged) as flagged,
    (select count(*) from every_context) as contexts,
    (select count(*) from every_context where user_id in (from flagged)) as flagged_contexts,
    (select count(*) from events where action in ('view', 'click')) as clicks,
    (select count(*) from events where action in ('view', 'click') and user_id in (from flagged)) as flagged_clicks,
    (select coalesce(bool_and(data_id = $data_id), false) from odd_accounts) as current,
    (select max(found_at) from odd_accounts) as found_at;
