-- How much text and behaviour add together beyond what each adds alone, by segment of a dimension. interaction is
-- f(T, b) − mean f(T, B0) − f(T0, b) + mean f(T0, B0), in logits; relative: Σ |interaction| over Σ |score − base|.
select
    segment_of(chosen_explanation, $dimension) as segment, count(interaction) as explanations,
    avg(interaction) as mean, avg(abs(interaction)) as mean_absolute,
    sum(abs(interaction)) / nullif(sum(abs(score - base)) filter (interaction is not null), 0) as relative,
    count(*) filter (interaction > 0) / nullif(count(interaction), 0) as positive
from chosen_explanation
group by segment
order by segment;
