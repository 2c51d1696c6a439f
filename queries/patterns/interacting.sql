-- Which other feature changes what a feature's value means. Explanations are put in ten bins of the feature's value, and
-- each bin in thirds of the other's; absent values are a bin of their own, equal values stay together. strength: the share
-- of the contribution's variance within the bins that lies between their thirds, adjusted for the number of groups:
-- 1 − (1 − R²) (n − bins) / (n − cells), below 0 where it is less than chance would give.
with feature_of as (
    select driver_key, word from vocabulary where part = 'behaviour'
),
asked as (
    select explanation_no, contribution, feature_value
    from chosen_contribution
    join feature_of using (driver_key)
    join chosen_explanation using (explanation_no)
    where word = $feature
    order by hash(explanation_id, $seed::bigint)
    limit $limit
),
binned as (
    select
        explanation_no, contribution,
        if(
            feature_value is null, -1,
            least(9, floor(10 * percent_rank() over (partition by feature_value is null order by feature_value)))
        ) as bin
    from asked
),
crossed as (
    select
        word as other, bin, binned.contribution,
        if(
            feature_value is null, -1,
            least(2, floor(3 * percent_rank() over (
                partition by driver_key, bin, feature_value is null order by feature_value
            )))
        ) as third
    from binned
    join chosen_contribution using (explanation_no)
    join feature_of using (driver_key)
    where word <> $feature
),
cell as (
    select other, bin, third, count(*) as n, sum(contribution) as total, sum(contribution * contribution) as squares
    from crossed
    group by all
),
bin_mean as (
    select other, bin, sum(total) / sum(n) as mean from cell group by all
),
spread as (
    select
        other, sum(n) as n, count(*) as cells, count(distinct bin) as bins,
        sum(n * pow(total / n - mean, 2)) as between_cells,
        sum(squares - 2 * mean * total + n * mean * mean) as within_bins
    from cell join bin_mean using (other, bin)
    group by other
)
select other, n as explanations, 1 - (1 - between_cells / within_bins) * (n - bins) / (n - cells) as strength
from spread
where within_bins > 1e-12 and n > cells and cells > bins
order by strength desc, other;
