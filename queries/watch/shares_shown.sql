-- The bins of every column over everything, both sides beside each other; numbers with the bounds of theirs. Inputs: bin_share,
-- watching, bin (numeric_bins.sql).
select
    watched, bin, any_value(low) as low, any_value(high) as high,
    max(if(is_current, null, plain_share)) as reference, max(if(is_current, plain_share, null)) as current,
    max(if(is_current, null, shoppers)) as reference_shoppers, max(if(is_current, shoppers, null)) as current_shoppers,
    max(if(is_current, null, n))::bigint as reference_n, max(if(is_current, n, null))::bigint as current_n,
    sum(if(is_current, share, -share)) * ln(sum(if(is_current, share, 0)) / sum(if(is_current, 0, share))) as psi
from bin_share join watching using (nth) left join bin using (nth, bin)
group by watched, bin
order by watched, bin;
