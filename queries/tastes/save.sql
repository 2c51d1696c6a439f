-- Keeps the tastes of shoppers in place of those there were. Input: found_taste (user_id, taste).
delete from shopper_tastes;
insert into shopper_tastes select user_id, taste, $ranker_id from found_taste order by user_id;
