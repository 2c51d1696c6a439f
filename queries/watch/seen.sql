-- Adds what a watched column says to `seen`, as one part. Input: said (queries/watched).
insert into seen
select $nth, '', value::varchar, shopper, is_current, n
from (select value, shopper, is_current, count(*) as n from said group by all);
