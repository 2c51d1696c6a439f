-- What was written about items before a moment, each text once.
select distinct title, text
from reviews
where text is not null and ($before is null or ts is null or ts < cast($before as timestamp))
order by title, text;
