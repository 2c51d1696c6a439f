-- Whether every value is 0 or 1, or turned, 0 or −1. Input: seen.
select coalesce(bool_and(value in (0, 1, -1)), false) as is_rate from seen;
