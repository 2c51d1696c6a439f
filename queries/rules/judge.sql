-- Judges each explanation that a rule is checked on: makes `judged`. value: the matched drivers' share of Σ |contribution|,
-- or, for `never`, the contribution that lies furthest in the forbidden direction. An explanation without a matched driver
-- is checked by least_share only. `matched_name`: what the matched drivers are called. Inputs: matched, scoped,
-- explanation_weight.
create or replace temp table judged as
with asked as (
    select explanation_no, weight
    from explanation_weight join scoped using (explanation_no)
    where $demand = 'least_share' or explanation_no in (select explanation_no from matched)
),
found as (
    select
        explanation_no, sum(abs(contribution)) as weight, max(contribution) as highest, min(contribution) as lowest
    from matched
    group by explanation_no
),
valued as (
    select
        explanation_no,
        case
            when $demand <> 'never' then least(1, coalesce(found.weight, 0) / asked.weight)
            when $sign = 'positive' then highest
            else lowest
        end as value
    from asked left join found using (explanation_no)
)
select
    explanation_no, value,
    case
        when $demand = 'most_share' then value - $limit
        when $demand = 'least_share' then $limit - value
        when $sign = 'positive' then value - $limit
        else -value - $limit
    end as excess
from valued;

create or replace temp view matched_name as
select explanation_no, word from matched join vocabulary using (driver_key);
