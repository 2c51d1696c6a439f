-- What a rule speaks of, where it names words: makes `matched_word`, one row per occurrence, and `matched`, one per
-- explanation and driver. Inputs: scoped, entry (reads: the entry in its normal form without spaces; pieces: what spaces part).
--
-- An occurrence matches where its word reads as the entry, is a Chinese word that contains it, or stands in a run of
-- neighbours, at most a character apart, that read as the entry together and each are a piece of it. `reading` is what the
-- run reads, `before` how many of its characters stand before the word: the entry must lie over the word.
create or replace temp table matched_word as
with candidate as (
    select
        driver_no, driver_key, word, reads,
        word = reads or (regexp_matches(word, '\p{Han}') and contains(word, reads)) as alone
    from vocabulary, entry
    where part <> 'behaviour'
        and ($part::varchar is null or part = $part)
        and ($field::varchar is null or role = $field)
        and (alone or word in pieces or (regexp_matches(word, '\p{Han}') and contains(reads, word)))
),
occurrence as (
    select
        explanation_no, contributions.explanation_id, driver_no, reads, word, alone, contributions.part, field,
        start_char, end_char, contribution
    from contributions
    join candidate using (driver_key)
    join (select explanation_no, explanation_key from chosen_explanation) using (explanation_key)
    join scoped using (explanation_no)
),
parted as (
    select
        *,
        coalesce(start_char > 1 + lag(end_char) over (
            partition by explanation_no, field, reads order by start_char
        ), true)::integer as begins
    from occurrence
),
run as (
    select
        *, sum(begins) over (partition by explanation_no, field, reads order by start_char) as run_no
    from parted
),
placed as (
    select
        *, string_agg(word, '') over (
            partition by explanation_no, field, reads, run_no order by start_char
            rows between unbounded preceding and unbounded following
        ) as reading,
        sum(length(word)) over (
            partition by explanation_no, field, reads, run_no order by start_char
        ) - length(word) as before
    from run
)
select distinct explanation_no, explanation_id, driver_no, word, part, field, start_char, end_char, contribution
from placed
where alone
    or contains(
        substring(
            reading, greatest(1, before + 2 - length(reads))::bigint,
            (before + length(word) + length(reads) - 1 - greatest(0, before + 1 - length(reads)))::bigint
        ), reads
    );

create or replace temp table matched as
select explanation_no, driver_no, sum(contribution) as contribution from matched_word group by explanation_no, driver_no;
