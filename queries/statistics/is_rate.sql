-- Whether every value is 0 or 1. Input: grouped.
select coalesce(bool_and(value in (0, 1)), false) as is_rate from grouped;
