-- The shoppers whose ids look most like one that there is not.
select user_id from shopper order by levenshtein(user_id, $user_id), user_id limit 12;
