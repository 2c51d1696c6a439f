-- How much happened each day, and how unlike the days before that is. series: searches, impressions, or an action; brand:
-- of the items clicked, for the $brands most clicked ones, null for everything.
-- usual: the median of ln(1 + count) on the same weekday of up to eight weeks before, raised by as much as the 28 days
-- before were above theirs (their median, within ±0.5), so that a shop that grows is not unlike itself. z: the distance of
-- ln(1 + count) from it, in robust standard deviations: 1.4826 times the median distance of the 56 days before, but no less
-- than what shoppers who come independently of each other would vary by, √(events per shopper / (1 + usual)). Null in the
-- first four weeks, and for the first and last day, which may be cut. low, high: the counts within which a day is like the
-- others. A day on which fewer than $fewest shoppers did it is not told of (hidden); where so few did it on all the days it
-- is compared with, what is usual is not told.
-- Source: Iglewicz and Hoaglin, How to detect and handle outliers, 1993.

with popular as (
    select item.brand
    from events as event join items as item using (item_id)
    where event.action in ('view', 'click') and item.brand is not null
    group by item.brand
    order by count(*) desc, item.brand
    limit $brands
),
done as (
    select 'searches' as series, null::varchar as brand, ts, coalesce(user_id, session_id, search_id) as shopper
    from searches
    union all
    select 'impressions', null, shown.ts, coalesce(search.user_id, search.session_id, search_id)
    from impressions as shown left join searches as search using (search_id)
    union all
    select if(action = 'view', 'click', action), null, ts, coalesce(user_id, session_id, search_id) from events
    union all
    select 'click', item.brand, event.ts, coalesce(event.user_id, event.session_id, event.search_id)
    from events as event join items as item using (item_id)
    where event.action in ('view', 'click') and item.brand in (from popular)
),
counted as (
    select series, brand, ts::date as day, count(*) as events, count(distinct shopper) as shoppers
    from done
    where ts is not null
    group by all
),
span as (
    select min(day) as first, max(day) as last from counted
),
grid as (
    select series, brand, unnest(generate_series(first, last, interval 1 day))::date as day
    from (select distinct series, brand from counted) cross join span
),
filled as (
    select
        grid.*, coalesce(events, 0) as events, coalesce(shoppers, 0) as shoppers, ln(1 + coalesce(events, 0)) as height
    from grid left join counted on grid.series = counted.series and grid.brand is not distinct from counted.brand
        and grid.day = counted.day
),
beside as (
    select
        *, median(height) over earlier as on_weekday, count(*) over earlier as weeks,
        sum(shoppers) over earlier as shoppers_before,
        coalesce(sum(events) over earlier / nullif(sum(shoppers) over earlier, 0), 1) as events_each
    from filled
    window earlier as (
        partition by series, brand, dayofweek(day) order by day rows between 8 preceding and 1 preceding
    )
),
above as (
    select *, if(weeks >= 4, height - on_weekday, null) as above_weekday from beside
),
levelled as (
    select *, on_weekday + greatest(least(coalesce(median(above_weekday) over month, 0), 0.5), -0.5) as usual
    from above
    window month as (partition by series, brand order by day rows between 28 preceding and 1 preceding)
),
apart as (
    select *, if(weeks >= 4, abs(height - usual), null) as distance from levelled
),
scaled as (
    select
        *, greatest(
            coalesce(1.4826 * median(distance) over recent, 0),
            sqrt(events_each * exp(-usual))
        ) as scale,
        shoppers between 1 and $fewest - 1 as hidden, shoppers_before not between 1 and $fewest - 1 as told
    from apart
    window recent as (partition by series, brand order by day rows between 56 preceding and 1 preceding)
),
judged as (
    select
        *, weeks >= 4 and not hidden and day > first and day < last as is_judged, (height - usual) / scale as distances
    from scaled cross join span
)
select
    series, brand, day, if(hidden, null, events) as events, if(is_judged and told, exp(usual) - 1, null) as usual,
    if(is_judged and told, distances, null) as z,
    if(is_judged and told, greatest(exp(usual - $unlike * scale) - 1, 0), null) as low,
    if(is_judged and told, exp(usual + $unlike * scale) - 1, null) as high,
    is_judged and abs(distances) >= $unlike and greatest(events, exp(usual) - 1) >= $small as unlike, hidden
from judged
order by brand is not null, series, brand, day;
