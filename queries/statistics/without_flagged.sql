-- Leaves out what flagged accounts did. Inputs: observation, odd_accounts.
create or replace temp table observation as
select * from observation where user_id is null or user_id not in (select user_id from odd_accounts where flagged);
