-- Searches that people judged items for, as contexts without a shopper or a moment: $limit of them, drawn by $seed.

select
    'judged:' || lower(trim(search_text)) as context_id, null::varchar as user_id, null::varchar as session_id,
    null::timestamp as ts, 'judged' as surface, null::varchar as platform, null::varchar as lang,
    any_value(trim(search_text)) as search, []::varchar[] as history
from judgements
where trim(search_text) <> '' and item_id in (select item_id from items)
group by lower(trim(search_text))
order by md5_number_lower(lower(trim(search_text)) || ':' || $seed)
limit $limit;
