-- The searches typed most often, per language: examples to begin with.
select lang, text, count(*) as times
from searches
where text is not null and length(trim(text)) > 0
group by lang, text
qualify row_number() over (partition by lang order by count(*) desc, text) <= $limit
order by times desc, text;
