-- A feature's value against its contribution, with the value of another beside it, in at most $limit explanations, the
-- same at every call. total: in how many explanations the feature is.
with feature_of as (
    select driver_key, word from vocabulary where part = 'behaviour'
),
pair as (
    select
        explanation_no, feature_value as value, contribution, count(*) over () as total
    from chosen_contribution join feature_of using (driver_key)
    where word = $feature
),
other as (
    select explanation_no, feature_value as other_value
    from chosen_contribution join feature_of using (driver_key)
    where word = $other
)
select explanation_id, value, contribution, other_value, total
from pair
join chosen_explanation using (explanation_no)
left join other using (explanation_no)
order by hash(explanation_id, $seed::bigint)
limit $limit;
