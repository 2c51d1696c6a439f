-- Whether every value of both rankers is 0 or 1. Input: grouped, with value_a and value_b.
select coalesce(bool_and(value_a in (0, 1) and value_b in (0, 1)), false) as is_rate from grouped;
