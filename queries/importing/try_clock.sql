-- Whether a clock's format is one: anything else raises.

select try_strptime('2020-01-01 00:00:00', $clock) as moment;
