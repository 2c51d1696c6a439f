-- The share of each part in Σ |contribution|, by segment of a dimension and by span of time ($period: day, week, all).
with sized as (
    select explanation_no, part, sum(abs(contribution)) as weight, sum(contribution) as total
    from chosen_contribution join (select driver_key, part from vocabulary) using (driver_key)
    group by explanation_no, part
),
cell as (
    select
        explanation_no, segment_of(chosen_explanation, $dimension) as segment,
        if($period = 'all', null, date_trunc(if($period = 'week', 'week', 'day'), ts)::date) as since
    from chosen_explanation
),
cell_size as (
    select segment, since, count(*) as explanations from cell group by all
),
summed as (
    select segment, since, part, sum(weight) as weight, sum(total) as total
    from sized join cell using (explanation_no)
    group by all
),
known_part as (
    select unnest(enum_range(null::enum ('search', 'history', 'item', 'behaviour'))) as part
)
select
    cell_size.segment, cell_size.since, known_part.part::varchar as part,
    coalesce(weight / nullif(sum(weight) over (partition by cell_size.segment, cell_size.since), 0), 0) as share,
    coalesce(total, 0) / explanations as mean, explanations
from cell_size
cross join known_part
left join summed
    on summed.segment = cell_size.segment and summed.since is not distinct from cell_size.since
    and summed.part = known_part.part
order by segment, since, list_position(['search', 'history', 'item', 'behaviour'], known_part.part);
