-- Searches of a log that says what was shown: one without an impression found nothing.

select search_id as context_id
from searches
where coalesce(source, '') in (select coalesce(source, '') from impressions);
