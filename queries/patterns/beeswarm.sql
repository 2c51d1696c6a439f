-- The $features behaviour features of the largest mean |contribution|, with one point for each of at most $limit
-- explanations, the same for every feature and at every call. place: where the value stands among the feature's values,
-- 0 the lowest to 1 the highest; null where the feature is absent. total: in how many explanations the feature is.
with strongest_feature as (
    select driver_key, word as feature, avg(abs(contribution)) as mean_absolute, count(*) as total
    from chosen_contribution join (from vocabulary where part = 'behaviour') using (driver_key)
    group by all
    order by mean_absolute desc, feature
    limit $features
),
sampled as (
    select explanation_no, explanation_id
    from chosen_explanation
    order by hash(explanation_id, $seed::bigint)
    limit $limit
)
select
    feature, mean_absolute, total, explanation_id, feature_value as value, contribution,
    case when feature_value is not null then
        percent_rank() over (partition by feature, feature_value is null order by feature_value)
    end as place
from chosen_contribution join strongest_feature using (driver_key) join sampled using (explanation_no)
order by mean_absolute desc, feature, explanation_id;
