-- The measures of churn side by side, as groups. Input: observation.
create or replace temp table grouped as
with measure as (
    select *, unnest(['rbo', 'overlap', 'same_top', 'same_order']) as segment, unnest([value, overlap, same_top, same_order]) as measured
    from observation
)
select * exclude (value, overlap, same_top, same_order, measured), measured as value, '' as other from measure;
