-- How many flagged accounts there are among the observations. Inputs: observation, odd_accounts.
select count(distinct shopper) as shoppers
from observation
where user_id in (select user_id from odd_accounts where flagged);
