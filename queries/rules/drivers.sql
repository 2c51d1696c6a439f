-- What a rule speaks of, where it names no words: the contributions of a part, of a field, of features. Makes `matched`,
-- one row per explanation and driver. Inputs: chosen_explanation, chosen_contribution, chosen_driver.
create or replace temp table matched as
select explanation_no, driver_key, contribution
from chosen_contribution
join (select driver_key, role, word from chosen_driver) using (driver_key)
join (select explanation_no, rank from chosen_explanation) using (explanation_no)
where ($part::varchar is null or part = $part)
    and ($field::varchar is null or role = $field)
    and (len($features::varchar[]) = 0 or (part = 'behaviour' and word in $features))
    and ($top::integer is null or rank <= $top);
