-- Negatives beside the logged pairs: $negatives draws per clicked item of the context (per context where none was
-- clicked), from the platform of its items, in proportion to (1 + clicks, carts and purchases before $end)^0.75, word2vec's
-- smoothed popularity (Mikolov et al., NIPS 2013). The draws follow from hashes, so a seed always gives the same ones.
-- A draw of an item that is there already, was drawn before, or is listed only later, is dropped.

create or replace temp table urn as
with popularity as (
    select item_id, count(*) as interests
    from actions
    where interested and (ts < $end::timestamp or $end is null)
    group by item_id
),
weighted as (
    select
        item.item_id, item.platform, item.listed_at, pow(1 + coalesce(popularity.interests, 0), 0.75) as weight,
        sum(weight) over (partition by item.platform) as total
    from item_facts as item left join popularity using (item_id)
)
select
    item_id, platform, listed_at, weight / total as sampling_probability,
    (sum(weight) over (partition by platform order by item_id) - weight) / total as rung
from weighted;

create or replace temp table draw as
with planned as (
    select
        context.context_id, context.ts, mode(item.platform) as platform,
        ($negatives * greatest(1, sum(label.click)))::bigint as draws
    from selected_context as context
    join labelled as label using (context_id)
    join item_facts as item using (item_id)
    group by context.context_id, context.ts
)
select
    context_id, ts, platform,
    md5_number_lower(context_id || ':' || draw || ':' || $seed) / 18446744073709551616.0 as place
from (select *, unnest(range(draws)) as draw from planned);

create or replace temp table drawn as
select distinct draw.context_id, urn.item_id, urn.sampling_probability
from draw
asof join urn on draw.platform = urn.platform and draw.place >= urn.rung
anti join every_label as label on label.context_id = draw.context_id and label.item_id = urn.item_id
where urn.listed_at is null or urn.listed_at <= draw.ts;

create or replace temp table training_pair as
select
    context_id, item_id, position, true as shown, click::tinyint as click, cart::tinyint as cart,
    purchase::tinyint as purchase, null::double as sampling_probability
from labelled
union all
select context_id, item_id, null, false, 0::tinyint, 0::tinyint, 0::tinyint, sampling_probability
from drawn;

create or replace temp table candidates as
select context_id, item_id from training_pair;
