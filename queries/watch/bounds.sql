-- The bounds of the bins of numbers, and of the one without a value. Input: bin (numeric_bins.sql).
select bin, low, high from bin
union all
select -1, null, null;
