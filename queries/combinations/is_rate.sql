-- Whether every value is 0 or 1, or turned, 0 or −1; null where there is none. Input: seen.
select bool_and(value in (0, 1, -1)) as is_rate from seen;
