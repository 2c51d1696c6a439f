-- The contributions to one explanation: words in reading order, then features, the strongest first.
select part, name, field, start_char, end_char, feature_value, contribution, stderr
from contributions
where explanation_key = md5_number_lower($explanation_id) and explanation_id = $explanation_id
order by
    list_position(['search', 'history', 'item', 'behaviour'], part),
    list_position(['title', 'brand', 'category', 'attributes'], field), field, start_char,
    abs(contribution) desc, name;
