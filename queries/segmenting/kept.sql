-- The dimensions of which segments are kept.
select distinct dimension from segments order by dimension;
