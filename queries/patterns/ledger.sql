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
cell_of as materialized (
    select explanation_no, cell_no, context_key, count(*) over (partition by cell_no, context_key) = 1 as alone
    from pair join cell using (segment, other)
),
asked_driver as (
    select driver_key, part, role, word
    from chosen_driver
    where open
        and ($part::varchar is null or part = $part)
        and ($role::varchar is null or role = $role)
        and ($containing::varchar is null or contains(word, $containing))
),
-- What a context says of a driver; counts are doubles so that their sums and products stay so. An explanation that is alone
-- of its context in a cell needs no summing, which is most of the time of finer cells.
told as materialized (
    select
        cell_no, driver_key, context_key, count(*)::double as explanations, sum(contribution) as total,
        sum(abs(contribution)) as weight, sum((contribution > 0)::double) as helped,
        sum((contribution < 0)::double) as hurt, max(contribution) as highest, min(contribution) as lowest
    from chosen_contribution join cell_of using (explanation_no)
    where not alone
    group by cell_no, driver_key, context_key
    union all
    select
        cell_no, driver_key, context_key, 1, contribution, abs(contribution), (contribution > 0)::double,
        (contribution < 0)::double, contribution, contribution
    from chosen_contribution join cell_of using (explanation_no)
    where alone
),
summed as materialized (
    select
        cell_no, driver_key, count(*) as contexts, sum(explanations) as explanations, sum(total) as total,
        sum(weight) as weight, sum(helped) / sum(explanations) as helped, sum(hurt) / sum(explanations) as hurt,
        sum(explanations * explanations) as nn, sum(total * total) as tt, sum(total * explanations) as tn,
        sum(helped * helped) as pp, sum(helped * explanations) as pn, sum(hurt * hurt) as mm,
        sum(hurt * explanations) as mn
    from told
    group by cell_no, driver_key
),
ranked as (
    select
        cell_no, driver_key,
        case $order
            when 'weight' then weight
            when 'strength' then weight / explanations
            when 'helping' then total / explanations
            when 'hurting' then -total / explanations
            when 'common' then explanations
        end as measure
    from summed join (select driver_key from asked_driver) using (driver_key)
    where explanations >= $minimum
    qualify rank() over (partition by cell_no order by measure desc) <= $limit
),
placed as (
    select
        cell_no, driver_key, part, role, word,
        row_number() over (partition by cell_no order by measure desc, word, role) as place
    from ranked join asked_driver using (driver_key)
    qualify place <= $limit
),
shown as materialized (
    select *, total / explanations as mean from summed join placed using (cell_no, driver_key)
),
-- Half of each interval: Σ over contexts of (sum − explanations · mean)², written out.
half as (
    select
        cell_no, driver_key, 1.95996 * sqrt(contexts / nullif(contexts - 1, 0)) / explanations as scale,
        scale * sqrt(greatest(0, tt - 2 * mean * tn + mean * mean * nn)) as of_mean,
        scale * sqrt(greatest(0, pp - 2 * helped * pn + helped * helped * nn)) as of_helped,
        scale * sqrt(greatest(0, mm - 2 * hurt * mn + hurt * hurt * nn)) as of_hurt
    from shown
),
extreme as (
    select
        cell_no, driver_key, arg_max(context_key, highest, $examples) filter (highest > 0) as most,
        arg_min(context_key, lowest, $examples) filter (lowest < 0) as least
    from told join (select cell_no, driver_key from shown) using (cell_no, driver_key)
    group by cell_no, driver_key
),
pick as (
    select cell_no, driver_key, true as pushes_up, unnest(most) as context_key, generate_subscripts(most, 1) as nth
    from extreme
    union all
    select cell_no, driver_key, false, unnest(least), generate_subscripts(least, 1)
    from extreme
),
candidate as (
    select cell_no, driver_key, pushes_up, nth, explanation_no from pick join cell_of using (cell_no, context_key)
),
example as (
    select
        cell_no, driver_key, pushes_up, nth,
        arg_max(explanation_no, if(pushes_up, contribution, -contribution)) as explanation_no
    from chosen_contribution join candidate using (explanation_no, driver_key)
    group by all
),
examples as (
    select
        cell_no, driver_key, list_sort(list({nth: nth, id: explanation_id}) filter (pushes_up)) as up,
        list_sort(list({nth: nth, id: explanation_id}) filter (not pushes_up)) as down
    from example join chosen_explanation using (explanation_no)
    group by cell_no, driver_key
)
select
    segment, other, part::varchar as part, role, word, mean, mean - of_mean as low, mean + of_mean as high,
    weight / explanations as mean_absolute, explanations::bigint as explanations, contexts,
    explanations / all_explanations as share, helped, if(contexts > 1, greatest(0, helped - of_helped), null) as helped_low,
    if(contexts > 1, least(1, helped + of_helped), null) as helped_high,
    hurt, if(contexts > 1, greatest(0, hurt - of_hurt), null) as hurt_low,
    if(contexts > 1, least(1, hurt + of_hurt), null) as hurt_high,
    list_transform(up, lambda example: example.id) as strongest_for,
    list_transform(down, lambda example: example.id) as strongest_against
from shown
join half using (cell_no, driver_key)
join cell using (cell_no)
left join examples using (cell_no, driver_key)
order by segment, other, place;
