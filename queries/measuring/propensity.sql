-- propensity: how likely an item is looked at on a place, against the first place of its surface; given_propensity
-- (surface, position, propensity) is taken where it holds anything. Inputs: position_of, response, given_propensity.
--
-- Estimated from items that were shown on several places for the same search text: clicks are taken for Poisson numbers
-- with mean shown · propensity(place) · appeal(search text, item), fitted by 30 rounds of setting each factor to its best
-- value given the other. Appeal that changes with the shopper is not told apart, so a ranker that knows the shopper
-- makes places look a little steeper than they are.
-- Sources: Richardson, Dominowska and Ragno, Predicting clicks, WWW 2007 (the model); Agarwal, Zaitsev, Wang, Li, Najork
-- and Joachims, Estimating position bias without intrusive interventions, WSDM 2019 (telling places apart by one item).

create or replace temp table cell as
with cell as (
    select
        surface, text, item_no, position, count(*) as shown, count(acted.context_no) as clicks
    from position_of left join response as acted using (context_no, item_no)
    group by surface, text, item_no, position
)
select
    dense_rank() over (order by surface, text, item_no) as pair, surface, position, shown, clicks,
    count(*) over pair_of as places, sum(clicks) over pair_of as pair_clicks
from cell
window pair_of as (partition by surface, text, item_no)
qualify places > 1 and pair_clicks > 0;

create or replace temp table propensity as
with recursive fitted as (
    select distinct surface, position, 1.0::double as propensity, 0 as step from cell
    union all
    select surface, position, propensity / first_value(propensity) over (partition by surface order by position), step
    from (
        with appeal as (
            select pair, sum(clicks) / sum(shown * propensity) as appeal, any_value(step) + 1 as step
            from cell join fitted using (surface, position)
            group by pair
        )
        select surface, position, sum(clicks) / sum(shown * appeal) as propensity, any_value(step) as step
        from cell join appeal using (pair)
        where step <= 30
        group by surface, position
    )
)
select surface, position, propensity from fitted where step = 30 and not exists(from given_propensity)
union all
select surface, position, propensity from given_propensity;
