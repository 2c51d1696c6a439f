-- What a rule speaks of, where it names no words: the contributions of a part, of a field, of features. Makes `matched`,
-- one row per explanation and driver. Inputs: ruled_contribution, vocabulary, scoped.
create or replace temp table matched as
with asked_driver as (
    select driver_key
    from vocabulary
    where ($part::varchar is null or part = $part)
        and ($field::varchar is null or role = $field)
        and (len($features::varchar[]) = 0 or (part = 'behaviour' and word in $features))
)
select explanation_no, driver_key, contribution
from ruled_contribution join asked_driver using (driver_key) join scoped using (explanation_no);
