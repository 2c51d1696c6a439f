-- What a rule speaks of, where it names words: makes `matched_word`, one row per occurrence, and `matched`, one per
-- explanation and driver. Inputs: occurrence, scoped.
--
-- An occurrence matches where its word reads as the entry, is a Chinese word that contains it, or stands in a run of
-- neighbours, at most a character apart, that read as the entry together and each are a piece of it. `reading` is what the
-- run reads, `before` how many of its characters stand before the word: the entry must lie over the word.
create or replace temp table matched_word as
with parted as (
    select
        *,
        coalesce(start_char > 1 + lag(end_char) over (
            partition by explanation_no, field, reads order by start_char
        ), true)::integer as begins
    from occurrence join scoped using (explanation_no)
    where rule_no = $rule_no
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
select distinct explanation_no, explanation_id, driver_key, word, part, field, start_char, end_char, contribution
from placed
where alone
    or contains(
        substring(
            reading, greatest(1, before + 2 - length(reads))::bigint,
            (before + length(word) + length(reads) - 1 - greatest(0, before + 1 - length(reads)))::bigint
        ), reads
    );

create or replace temp table matched as
select explanation_no, driver_key, sum(contribution) as contribution from matched_word group by explanation_no, driver_key;
