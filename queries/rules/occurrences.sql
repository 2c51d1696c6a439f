-- All that rules may speak of, read once: makes `occurrence`, a row where a word stands that an entry may match, and
-- `ruled_contribution`, a row per explanation and driver that rules without words name. Inputs: chosen_explanation,
-- vocabulary, entry (of rules with words: rule_no, part, field, reads: the entry in its normal form without spaces, pieces:
-- what spaces part), driver_rule (rules without: part, field, features).
create or replace temp table occurrence as
with candidate as (
    select
        rule_no, driver_key, word, reads,
        word = reads or (regexp_matches(word, '\p{Han}') and contains(word, reads)) as alone
    from vocabulary, entry
    where vocabulary.part <> 'behaviour'
        and (entry.part is null or vocabulary.part = entry.part)
        and (entry.field is null or role = entry.field)
        and (alone or word in pieces or (regexp_matches(word, '\p{Han}') and contains(reads, word)))
)
select
    rule_no, explanation_no, contributions.explanation_id, driver_key, reads, word, alone, contributions.part, field,
    start_char, end_char, contribution
from contributions
join candidate using (driver_key)
join (select explanation_no, explanation_key from chosen_explanation) using (explanation_key);

create or replace temp table ruled_contribution as
with ruled_driver as (
    select distinct driver_key
    from vocabulary, driver_rule
    where (driver_rule.part is null or vocabulary.part = driver_rule.part)
        and (driver_rule.field is null or role = driver_rule.field)
        and (len(features) = 0 or (vocabulary.part = 'behaviour' and word in features))
),
ruled as materialized (
    select explanation_key, driver_key, total
    from contributions
    where total is not null and driver_key in (from ruled_driver)
)
select explanation_no, driver_key, total as contribution
from ruled join (select explanation_no, explanation_key from chosen_explanation) using (explanation_key);
