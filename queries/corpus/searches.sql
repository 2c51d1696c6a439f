-- What was typed before a moment, each text once: what a vocabulary may be learned from.
select distinct text
from searches
where text is not null and length(trim(text)) > 0 and ($before is null or ts < cast($before as timestamp))
order by text;
