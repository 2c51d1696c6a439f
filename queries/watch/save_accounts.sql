-- Put the accounts judged now in place of those judged before. Inputs: scored, reason.
delete from odd_accounts;
insert into odd_accounts by name
select user_id, actions, score, flagged, $data_id as data_id, current_timestamp::timestamp as found_at from scored;
delete from odd_account_reasons;
insert into odd_account_reasons by name select user_id, feature, value, usual, moved from reason;
