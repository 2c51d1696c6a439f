-- Writes what is left into the canonical tables. A derived row gives way to one that is there already.
-- Needs new_*, rejected and repeated.

create temp table left_out as select row_id from rejected union all select row_id from repeated;

insert into items by name
select * exclude (row_id), $source_name as source
from new_items
anti join left_out using (row_id)
where row_id is not null or item_id not in (select item_id from items);

insert into users by name
select * exclude (row_id), $source_name as source
from new_users
anti join left_out using (row_id)
where row_id is not null or user_id not in (select user_id from users);

insert into searches by name
select * exclude (row_id), $source_name as source
from new_searches
anti join left_out using (row_id)
where row_id is not null or search_id not in (select search_id from searches);

insert into impressions by name
select * exclude (row_id), $source_name as source from new_impressions anti join left_out using (row_id);

insert into events by name
select * exclude (row_id), $source_name as source from new_events anti join left_out using (row_id);

insert into judgements by name
select * exclude (row_id), $source_name as source from new_judgements anti join left_out using (row_id);

insert into reviews by name
select * exclude (row_id), $source_name as source from new_reviews anti join left_out using (row_id);

insert into truth by name
select * exclude (row_id), $source_name as source from new_truth anti join left_out using (row_id);
