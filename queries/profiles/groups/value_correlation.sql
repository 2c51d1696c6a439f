-- Spearman's rank correlation, over buyers, of what they spent (within their currency) and how well they are served.
with placed as (
    select
        percent_rank() over (partition by currency order by spend) + 0.5
            * (count(*) over (partition by currency, spend) - 1) / greatest(count(*) over (partition by currency) - 1, 1)
            as spend_place,
        percent_rank() over (order by value) + 0.5
            * (count(*) over (partition by value) - 1) / greatest(count(*) over () - 1, 1) as value_place
    from shopper join service using (user_id)
    where spend is not null and value is not null
)
select count(*) as shoppers, corr(spend_place, value_place) as correlation from placed;
