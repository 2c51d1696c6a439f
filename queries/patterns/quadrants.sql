-- Relevance against personalisation: x is what the search and the item's words give, y what history and behaviour give.
-- The share of each segment's explanations in each quadrant; 0 counts as not for the item.
with side as (
    select driver_key, part in ('search', 'item') as of_words from vocabulary
),
axis as (
    select
        explanation_no, coalesce(sum(contribution) filter (of_words), 0) as x,
        coalesce(sum(contribution) filter (not of_words), 0) as y
    from chosen_contribution join side using (driver_key)
    group by explanation_no
),
counted as (
    select
        segment, x > 0 as words_for, y > 0 as shopper_for, count(*) as explanations, avg(x) as mean_x, avg(y) as mean_y
    from axis
    join (
        select explanation_no, segment_of(chosen_explanation, $dimension) as segment from chosen_explanation
    ) using (explanation_no)
    group by all
)
select
    segment, words_for, shopper_for, explanations, explanations / sum(explanations) over (partition by segment) as share,
    mean_x, mean_y
from counted
order by segment, words_for desc, shopper_for desc;
