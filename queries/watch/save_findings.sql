-- Put what was found now in place of what was found before. Input: finding.
delete from check_findings;
insert into check_findings by name
select *, $data_id as data_id, current_timestamp::timestamp as checked_at from finding;
