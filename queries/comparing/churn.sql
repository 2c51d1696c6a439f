-- How much of what was shown changes from one ranker to the other, context by context, whatever it is worth.
-- Input: first_places, the first $k places of both. With a and b the two lists, s and l the lengths of the shorter and the
-- longer one, X(d) the number of items that both have within their first d places:
--
--   overlap = X(l) / l
--   rbo     = (1 − p)/p · (Σ_{d ≤ l} X(d)/d · p^d + Σ_{s < d ≤ l} X(s) · (d − s)/(s·d) · p^d) + ((X(l) − X(s))/l + X(s)/s) · p^l
--
-- the rank-biased overlap of a reader who goes on to the next place with chance p, extrapolated beyond what was ranked as
-- if the agreement went on; p = $persistence. 1: nothing changed, 0: nothing is left.
-- Source: Webber, Moffat and Zobel, A similarity measure for indefinite rankings, ACM TOIS 2010, eq. 32.

create or replace temp table churn as
with reader as (
    -- h: Σ p^(d − 1) / d and g: Σ p^(d − 1) over the first so many places.
    select
        places, coalesce(sum(pow($persistence, d - 1) / d), 0) as h, coalesce(sum(pow($persistence, d - 1)), 0) as g
    from range($k + 1) as sizes(places) left join range(1, $k + 1) as depths(d) on d <= places
    group by places
),
length as (
    select
        context_id, least(count(rank_a), count(rank_b)) as s, greatest(count(rank_a), count(rank_b)) as l,
        coalesce(bool_or(rank_a = 1 and rank_b = 1), false)::integer as same_top,
        (coalesce(bool_and(rank_a = rank_b), false) and count(*) = count(rank_a) and count(*) = count(rank_b))::integer
            as same_order
    from first_places
    group by context_id
),
shared as (
    -- An item is shared from the deeper of its two places on.
    select context_id, greatest(rank_a, rank_b) as depth from first_places where rank_a is not null and rank_b is not null
),
agreement as (
    select
        context_id, count(*) as x_l, count(*) filter (depth <= s) as x_s, sum(upto.h - before.h) as weighed
    from shared
    join length using (context_id)
    join reader as upto on upto.places = l
    join reader as before on before.places = depth - 1
    group by context_id
)
select
    context_id, l as places, coalesce(x_l, 0) as shared, coalesce(x_l, 0) / l as overlap,
    (1 - $persistence) * (coalesce(weighed, 0) + coalesce(x_s, 0) * ((upto.g - short.g) / s - (upto.h - short.h)))
    + (coalesce(x_l - x_s, 0) / l + coalesce(x_s, 0) / s) * pow($persistence, l) as rbo,
    same_top, same_order
from length
left join agreement using (context_id)
join reader as upto on upto.places = l
join reader as short on short.places = s
where s > 0;
