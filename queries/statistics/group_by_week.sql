-- Groups observations by their week, named by its Monday (UTC).
create or replace temp table grouped as
select *, strftime(date_trunc('week', ts), '%Y-%m-%d') as segment, '' as other from observation where ts is not null;
