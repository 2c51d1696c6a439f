-- Every logged impression and its moment: the pairs of the `features` table.

create or replace temp table moments as
select search_id as context_id, user_id, session_id, ts from searches where ts is not null;

create or replace temp table candidates as
select distinct search_id as context_id, item_id from impressions;
