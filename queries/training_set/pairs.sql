-- The pairs a ranker learns from: what was logged for each selected context, and negatives drawn beside it.
-- Logged: the slate's impressions and every item acted on. A session's pairs are the items acted on, at most $cap of them,
-- chosen by hash. Labels: a purchase is also a cart and a click; a cart is also a click.

create or replace temp table every_label as
with action as (
    select coalesce(searched.context_id, session.context_id) as context_id, item_id, event.action
    from events as event
    left join selected_context as searched on event.search_id = searched.search_id
    left join selected_context as session on session.search_id is null and event.session_id = session.session_id
    where event.action in ('view', 'click', 'cart', 'purchase') and event.item_id is not null
),
logged as (
    select context.context_id, shown.item_id, shown.position, 0 as click, 0 as cart, 0 as purchase
    from selected_context as context join impressions as shown using (search_id)
    union all
    select context_id, item_id, null, 1, (action in ('cart', 'purchase'))::int, (action = 'purchase')::int
    from action
    where context_id is not null
)
select
    context_id, item_id, min(position) as position, max(click) as click, max(cart) as cart, max(purchase) as purchase
from logged
group by context_id, item_id;

create or replace temp table labelled as
select pair.*
from every_label as pair join selected_context as context using (context_id)
qualify context.search_id is not null
    or row_number() over (
        partition by context_id order by purchase desc, md5_number_lower(context_id || ':' || item_id || ':' || $seed), item_id
    ) <= $cap;

-- Negatives: $negatives draws per clicked item of the context (per context without any), from the items of its platform,
-- in proportion to (1 + number of actions before $end)^0.75 (word2vec's smoothed popularity; Mikolov et al. 2013). A draw
-- of an item already there, drawn before, or listed only later, is dropped.
create or replace temp table urn as
with popularity as (
    select item_id, count(*) as actions
    from events
    where action in ('view', 'click', 'cart', 'purchase') and (ts < $end::timestamp or $end is null)
    group by item_id
),
weighted as (
    select
        item.item_id, coalesce(item.platform, '') as platform, item.listed_at,
        pow(1 + coalesce(popularity.actions, 0), 0.75) as weight
    from (select distinct on (item_id) * from items order by item_id, source) as item
    left join popularity using (item_id)
)
select
    item_id, platform, listed_at, weight / sum(weight) over (partition by platform) as sampling_probability,
    sum(weight) over (partition by platform order by item_id) / sum(weight) over (partition by platform)
        - sampling_probability as rung
from weighted;

create or replace temp table draw as
with planned as (
    select
        context_id, context.ts,
        coalesce(context.platform, (select mode(platform) from urn)) as platform,
        $negatives * greatest(1, sum(labelled.click)) as draws
    from selected_context as context join labelled using (context_id)
    group by all
)
select
    context_id, ts, platform,
    md5_number_lower(context_id || ':' || draw || ':' || $seed) / 18446744073709551616.0 as place
from (select *, unnest(range(draws::bigint)) as draw from planned);

create or replace temp table drawn as
select distinct draw.context_id, urn.item_id, urn.sampling_probability
from draw
asof join urn on draw.platform = urn.platform and draw.place >= urn.rung
anti join labelled on labelled.context_id = draw.context_id and labelled.item_id = urn.item_id
where urn.listed_at is null or urn.listed_at <= draw.ts;

create or replace temp table training_pair as
select
    context_id, item_id, position, true as shown, click::tinyint as click, cart::tinyint as cart,
    purchase::tinyint as purchase, null::double as sampling_probability
from labelled
union all
select context_id, item_id, null, false, 0, 0, 0, sampling_probability
from drawn;

create or replace temp table candidates as
select context_id, item_id from training_pair;
