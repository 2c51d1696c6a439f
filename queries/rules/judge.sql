-- Judges each explanation that a rule is checked on: makes `judged`. value: the matched drivers' share of Σ |contribution|,
-- or, for `never`, the contribution that lies furthest in the forbidden direction. An explanation without a matched driver
-- is checked by least_share only. Input: matched.
create or replace temp table judged as
with asked as (
    select explanation_no, sum(abs(contribution)) as weight
    from chosen_contribution
    join (select explanation_no, rank from chosen_explanation) using (explanation_no)
    where ($top::integer is null or rank <= $top)
        and ($demand = 'least_share' or explanation_no in (select explanation_no from matched))
    group by explanation_no
    having weight > 0
),
found as (
    select
        explanation_no, sum(abs(contribution)) as weight, max(contribution) as highest, min(contribution) as lowest,
        list(distinct word order by word) as words
    from matched join chosen_driver using (driver_key)
    group by explanation_no
),
valued as (
    select
        explanation_no, coalesce(words, []) as words,
        case
            when $demand <> 'never' then least(1, coalesce(found.weight, 0) / asked.weight)
            when $sign = 'positive' then highest
            else lowest
        end as value
    from asked left join found using (explanation_no)
)
select
    explanation_no, words, value,
    case
        when $demand = 'most_share' then value - $limit
        when $demand = 'least_share' then $limit - value
        when $sign = 'positive' then value - $limit
        else -value - $limit
    end as excess
from valued;
