-- What was said, the newest first; every filter may be null. $about: 'whole', 'driver'.
select
    feedback_id, explanation_id, search, user_id, item_id, ranker_id, data_id, part, name, verdict, reason, comment,
    author, lang, given_at
from feedback
where ($verdict::varchar is null or verdict = $verdict)
    and ($reason::varchar is null or reason = $reason)
    and ($about::varchar is null or if(name is null, 'whole', 'driver') = $about)
    and ($explanation_id::varchar is null or explanation_id = $explanation_id)
    and ($item_id::varchar is null or item_id = $item_id)
    and ($ranker_id::varchar is null or ranker_id = $ranker_id)
    and ($author::varchar is null or author = $author)
    and ($since::timestamp is null or given_at >= $since)
    and ($until::timestamp is null or given_at < $until)
order by given_at desc, feedback_id;
