-- Draws $limit contexts so that small strata are covered: turn by turn one of each stratum, then the next of each. A
-- stratum is a combination of the segments of the dimensions in asked_dimension (place, dimension, key_kind, absent).
-- weight: contexts of the stratum over those drawn of it, so that weighted means are means of the log.
-- Input: every_context (context/every.sql).

create or replace temp table strata as
with context as (
    select context_id, user_id, coalesce(user_id, 'session:' || session_id, context_id) as shopper
    from every_context
    where ($start::timestamp is null or ts >= $start::timestamp) and ($end::timestamp is null or ts < $end::timestamp)
),
told as (
    select context.context_id, asked.place, coalesce(segment.segment, asked.absent) as segment
    from context
    cross join asked_dimension as asked
    left join segments as segment
        on segment.dimension = asked.dimension
        and segment.key = case asked.key_kind when 'context' then context.context_id else context.user_id end
),
joined as (
    select context_id, string_agg(segment, ' · ' order by place) as stratum from told group by context_id
)
select context.*, coalesce(stratum, '') as stratum from context left join joined using (context_id);

create or replace temp table drawn as
with turned as (
    select
        *, row_number() over (partition by stratum order by md5_number_lower(context_id || ':' || $seed), context_id) as turn
    from strata
)
select * from turned order by turn, md5_number_lower(stratum || ':' || $seed), stratum limit $limit;

select
    context_id, user_id, shopper, stratum,
    (select count(*) from strata where strata.stratum = drawn.stratum)
        / count(*) over (partition by stratum)::double as weight
from drawn
order by context_id;
