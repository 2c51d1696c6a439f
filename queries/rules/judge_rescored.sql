-- Judges explanations by what their score loses when the words of a rule are masked. Input: rescored (explanation_id,
-- context_id, item_id, score, base, masked_score). value: score − masked score, for `never`; otherwise its size over
-- |score − base|, at most 1; where that is 0 there is nothing to judge.
create or replace temp table chosen_explanation as
select
    (row_number() over () - 1)::integer as explanation_no, explanation_id, context_id, item_id, null::integer as rank,
    score, base, masked_score
from rescored;

create or replace temp table judged as
with valued as (
    select
        explanation_no, score - masked_score as lost,
        case
            when $demand = 'never' then lost
            when score <> base then least(1, abs(lost) / abs(score - base))
        end as value
    from chosen_explanation
)
select
    explanation_no, value,
    case
        when $demand = 'most_share' then value - $limit
        when $demand = 'least_share' then $limit - value
        when $sign = 'positive' then value - $limit
        else -value - $limit
    end as excess
from valued
where value is not null;

create or replace temp table matched_name (explanation_no integer, word varchar);
