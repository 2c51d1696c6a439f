-- Feedback as examples to learn from: what was typed, the item's own texts, and the verdict as a number.
select
    search, user_id, item_id, title, brand, category, part, name, verdict,
    case verdict when 'helps' then 1 when 'does not help' then 0 when 'wrong' then -1 end as label,
    reason, comment, feedback.lang, author, ranker_id, data_id, explanation_id, given_at
from feedback left join items using (item_id)
order by given_at, feedback_id;
