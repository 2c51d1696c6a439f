-- How far the current window is from the reference, by column and part. Inputs: bin_share, watching.
-- psi: Σ (c − r) · ln(c / r) over the bins' shares r and c. jensen_shannon: the distance, 0 to 1, base 2 (the square root of
-- the divergence). expected: the psi that windows of this size have by chance when nothing changed, Σ (var r + var c) / mean
-- share, which is (bins − 1)(1/n + 1/m) for independent observations. limit: what chance exceeds one time in a hundred: a
-- multiple of χ² with as many degrees of freedom as match the bins' variances (Satterthwaite).
-- Sources: Yurdakul, Statistical properties of population stability index, 2018; Lin, Divergence measures based on the
-- Shannon entropy, IEEE Trans. Information Theory 1991; Rao and Scott, JASA 1981.

with pair as (
    select
        old.nth, old.part, old.bin, old.share as r, new.share as c, old.plain_share as p, new.plain_share as q,
        (old.variance + new.variance) / ((old.n + new.n + 0.5) / (old.of + new.of + 0.5 * old.bins)) as noise,
        old.of as reference, new.of as current, least(old.of_shoppers, new.of_shoppers) as shoppers
    from bin_share as old join bin_share as new using (nth, part, bin)
    where not old.is_current and new.is_current
),
summed as (
    select
        nth, part, any_value(reference)::bigint as reference, any_value(current)::bigint as current,
        any_value(shoppers) as shoppers, count(*) as bins, sum((c - r) * ln(c / r)) as psi,
        sqrt(greatest(0, sum(
            if(p > 0, p * log2(2 * p / (p + q)), 0) / 2 + if(q > 0, q * log2(2 * q / (p + q)), 0) / 2
        ))) as jensen_shannon,
        sum(noise) as expected, greatest(1, least(count(*) - 1, pow(sum(noise), 2) / sum(noise * noise))) as freedom
    from pair
    group by nth, part
),
bounded as (
    -- Wilson and Hilferty's χ² at 99 %.
    select *, expected * pow(1 - 2 / (9 * freedom) + 2.326348 * sqrt(2 / (9 * freedom)), 3) as limit_of_chance from summed
),
-- Where there is no other side, nothing can be compared.
part as (
    select
        nth, part, coalesce(max(if(is_current, null, of)), 0)::bigint as reference,
        coalesce(max(if(is_current, of, null)), 0)::bigint as current,
        if(count(distinct is_current) = 2, min(of_shoppers), 0) as shoppers
    from bin_share
    group by nth, part
)
select
    watched as "column", part.part, part.reference, part.current,
    case
        when part.shoppers < $fewest_shoppers or least(part.reference, part.current) < $fewest then 'few'
        when bins = 1 then 'stable'
        when psi < $moderate then 'stable'
        when psi <= limit_of_chance or psi - expected < $moderate then 'chance'
        when psi - expected < $strong then 'moderate'
        else 'strong'
    end as band,
    if(band = 'few', null, psi) as psi, if(band = 'few', null, jensen_shannon) as jensen_shannon,
    if(band = 'few', null, expected) as expected, if(band = 'few', null, limit_of_chance) as limit
from part join watching using (nth) left join bounded using (nth, part)
order by psi desc nulls last, watched, part.part;
