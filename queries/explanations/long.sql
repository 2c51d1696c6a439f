-- Every contribution to the chosen explanations as it is stored, explanation by explanation. Input: chosen_explanation.
select explanation_id, part, name, field, start_char, end_char, feature_value, contribution, stderr
from contributions
where explanation_key in (select explanation_key from chosen_explanation)
order by explanation_id, list_position(['search', 'history', 'item', 'behaviour'], part), field, start_char, name;
