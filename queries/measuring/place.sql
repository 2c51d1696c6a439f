-- What the metrics read, made once for all of them. Inputs: slate_row (context_no, item_no, score, probability,
-- candidates) and outcome_row (context_no, item_no, grade), numbered so that item_no follows the order of item_id;
-- $contexts and the cut-off $k.

-- placed: every ranked item with its rank by score descending, then item_id.
create or replace temp table placed as
select
    context_no, item_no,
    (row_number() over (partition by context_no order by score desc, item_no))::integer as rank
from slate_row;

-- judged: what is relevant, by its place in the ideal order.
create or replace temp table judged as
select
    context_no, item_no, grade,
    (row_number() over (partition by context_no order by grade desc, item_no))::integer as ideal_rank
from outcome_row
where grade > 0;

-- hit: the relevant items that were ranked.
create or replace temp table hit as
select context_no, rank, grade from placed join judged using (context_no, item_no);

-- context: candidates is how many were ranked, which may be more than were kept; relevant counts the judged,
-- reached those of them among the candidates.
create or replace temp table context as
with slate as (
    select context_no, count(*) as kept, coalesce(max(candidates), kept) as candidates
    from slate_row
    group by context_no
),
wanted as (
    select context_no, count(*) as relevant from judged group by context_no
),
found as (
    select context_no, count(*) as hits from hit group by context_no
)
select
    numbered.context_no::integer as context_no, coalesce(candidates, 0)::integer as candidates,
    coalesce(candidates > kept, false) as cut_off, coalesce(relevant, 0)::integer as relevant,
    if(cut_off, relevant, coalesce(hits, 0))::integer as reached
from range($contexts) as numbered(context_no)
left join slate using (context_no)
left join wanted using (context_no)
left join found using (context_no);

-- reachable: the grades of the relevant candidates. Of a slate that was cut off every relevant item was a candidate.
create or replace temp table reachable as
select context_no, grade from hit semi join (from context where not cut_off) using (context_no)
union all
select context_no, grade from judged semi join (from context where cut_off) using (context_no);

-- depth: Σ 1 / log2(rank + 1) and Σ 1 / rank over the first so many places.
create or replace temp table depth as
with place as (
    select places, unnest(range(1, places + 1)) as rank from range($k + 1) as depths(places)
)
select 0 as places, 0.0::double as discount, 0.0::double as harmonic
union all
select places, sum(1 / log2(rank + 1)), sum(1 / rank) from place group by places;
