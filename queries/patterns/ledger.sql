-- What each word and feature does, in each pair of segments of two dimensions: a place per driver, the first $limit of
-- each pair by $order. mean, helped and hurt are over the explanations in which the driver appears.
-- low, high (and those of helped and hurt): the normal 95 % interval with the variance linearised and clustered by
-- context, which is what a Poisson bootstrap over contexts tends to; null for fewer than two contexts.
-- Source: Cameron and Miller, A practitioner's guide to cluster-robust inference, JHR 2015.

with pair as (
    select
        explanation_no, context_key, segment_of(chosen_explanation, $dimension) as segment,
        segment_of(chosen_explanation, $other) as other
    from chosen_explanation
),
cell as (
    select
        (row_number() over (order by segment, other))::integer as cell_no, segment, other,
        count(*) as all_explanations
    from pair
    group by segment, other
),
cell_of as (
    select explanation_no, cell_no, context_key
    from pair join cell using (segment, other)
),
asked_driver as (
    select driver_no, part, role, word
    from chosen_driver
    where open
        and ($part::varchar is null or part = $part)
        and ($role::varchar is null or role = $role)
        and ($containing::varchar is null or contains(word, $containing))
),
-- What a context says of a driver.
told as materialized (
    select
        cell_no, driver_no, context_key, count(*) as explanations, sum(contribution) as total,
        sum(abs(contribution)) as weight, count(*) filter (contribution > 0) as helped,
        count(*) filter (contribution < 0) as hurt, max(contribution) as highest, min(contribution) as lowest,
        arg_max(explanation_no, contribution) as most, arg_min(explanation_no, contribution) as least
    from chosen_contribution
    join cell_of using (explanation_no)
    join (select driver_no from asked_driver) using (driver_no)
    group by cell_no, driver_no, context_key
),
summed as (
    select
        cell_no, driver_no, count(*) as contexts, sum(explanations)::bigint as explanations, sum(total) as total,
        sum(weight) as weight, sum(helped) / sum(explanations) as helped, sum(hurt) / sum(explanations) as hurt,
        sum(explanations * explanations) as nn, sum(total * total) as tt, sum(total * explanations) as tn,
        sum(helped * helped) as pp, sum(helped * explanations) as pn, sum(hurt * hurt) as mm,
        sum(hurt * explanations) as mn
    from told
    group by cell_no, driver_no
),
shown as materialized (
    select
        *, total / explanations as mean,
        row_number() over (
            partition by cell_no
            order by
                case $order
                    when 'weight' then weight
                    when 'strength' then weight / explanations
                    when 'helping' then total / explanations
                    when 'hurting' then -total / explanations
                    when 'common' then explanations
                end desc, word, role
        ) as place
    from summed join asked_driver using (driver_no)
    where explanations >= $minimum
    qualify place <= $limit
),
-- Half of each interval: Σ over contexts of (sum − explanations · mean)², written out.
half as (
    select
        cell_no, driver_no, 1.95996 * sqrt(contexts / nullif(contexts - 1, 0)) / explanations as scale,
        scale * sqrt(greatest(0, tt - 2 * mean * tn + mean * mean * nn)) as of_mean,
        scale * sqrt(greatest(0, pp - 2 * helped * pn + helped * helped * nn)) as of_helped,
        scale * sqrt(greatest(0, mm - 2 * hurt * mn + hurt * hurt * nn)) as of_hurt
    from shown
),
extreme as materialized (
    select
        cell_no, driver_no, arg_max(most, highest, $examples) filter (highest > 0) as most,
        arg_min(least, lowest, $examples) filter (lowest < 0) as least
    from told join (select cell_no, driver_no from shown) using (cell_no, driver_no)
    group by cell_no, driver_no
),
example as (
    select cell_no, driver_no, true as pushes_up, unnest(most) as explanation_no, generate_subscripts(most, 1) as nth
    from extreme
    union all
    select cell_no, driver_no, false, unnest(least), generate_subscripts(least, 1)
    from extreme
),
examples as (
    select
        cell_no, driver_no, list(explanation_id order by nth) filter (pushes_up) as strongest_for,
        list(explanation_id order by nth) filter (not pushes_up) as strongest_against
    from example join chosen_explanation using (explanation_no)
    group by cell_no, driver_no
)
select
    segment, other, part::varchar as part, role, word, mean, mean - of_mean as low, mean + of_mean as high,
    weight / explanations as mean_absolute, explanations, contexts, explanations / all_explanations as share,
    helped, if(contexts > 1, greatest(0, helped - of_helped), null) as helped_low,
    if(contexts > 1, least(1, helped + of_helped), null) as helped_high,
    hurt, if(contexts > 1, greatest(0, hurt - of_hurt), null) as hurt_low,
    if(contexts > 1, least(1, hurt + of_hurt), null) as hurt_high, strongest_for, strongest_against
from shown
join half using (cell_no, driver_no)
join cell using (cell_no)
left join examples using (cell_no, driver_no)
order by segment, other, place;
