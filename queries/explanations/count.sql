-- How much is stored.
select
    (select count(*) from explanations) as explanations,
    (select count(*) from contributions) as contributions;
