-- The ways through a visit: how many visits go from one thing to the next, at each of the first $steps steps.
-- Input: moved.
select step, here, there, count(*) as visits, count(distinct shopper) as shoppers
from moved
where step <= $steps
group by step, here, there
order by step, here, there;
