-- Sets aside the sums of one side of a comparison, by driver and context.
create temp table if not exists side_sum (side varchar, driver_key ubigint, context_key ubigint, n bigint, total double);

insert into side_sum
select $side, driver_key, context_key, count(*), sum(contribution)
from chosen_contribution join chosen_explanation using (explanation_no)
group by driver_key, context_key;

create temp table if not exists side_driver (side varchar, driver_key ubigint, open boolean);

insert into side_driver
select $side, driver_key, open
from chosen_driver
where driver_key in (select driver_key from side_sum where side = $side);
