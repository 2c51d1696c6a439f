-- Relevance against personalisation: x is what the search and the item's words give, y what history and behaviour give.
-- The share of each segment's explanations in each quadrant; 0 counts as not for the item.
with axis as (
    select
        explanation_no, coalesce(sum(contribution) filter (part in ('search', 'item')), 0) as x,
        coalesce(sum(contribution) filter (part in ('history', 'behaviour')), 0) as y
    from chosen_contribution
    group by explanation_no
),
counted as (
    select
        segment_in(segments, $dimension) as segment, x > 0 as words_for, y > 0 as shopper_for, count(*) as explanations, avg(x) as mean_x, avg(y) as mean_y
    from axis join chosen_explanation using (explanation_no)
    group by all
)
select
    segment, words_for, shopper_for, explanations, explanations / sum(explanations) over (partition by segment) as share,
    mean_x, mean_y
from counted
order by segment, words_for desc, shopper_for desc;
