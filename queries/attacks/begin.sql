-- Writes down a resistance and its sample once. Input: sampled (context_id, user_id, shopper, stratum, weight).

insert into resistance_contexts by name
select $resistance_id as resistance_id, context_id, user_id, shopper, stratum, weight
from sampled
where $resistance_id not in (select resistance_id from resistances)
order by context_id;

insert into resistances by name
select
    $resistance_id as resistance_id, $settings as settings, $ranker_id as ranker_id, $data_id as data_id,
    cast(now() as timestamp) as made_at
where $resistance_id not in (select resistance_id from resistances);
