-- Rejected rows by source and reason, the most frequent first.

select source, reason, count(*) as rows from rejects group by source, reason order by rows desc, source, reason;
