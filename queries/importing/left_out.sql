-- Rows that were not added, by reason; null: an earlier import brought them.

select reason, count(*) as rows from rejected group by reason
union all
select null, count(*) from repeated
order by rows desc, reason;
