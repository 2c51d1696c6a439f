-- What the span of time holds that is not in the training pairs, counted by reason.

select 'action outside every context' as reason, count(*) as rows
from events as event
where event.action in ('view', 'click', 'cart', 'purchase')
    and ($start::timestamp is null or ts >= $start::timestamp)
    and ($end::timestamp is null or ts < $end::timestamp)
    and (event.search_id is null or event.search_id not in (select search_id from searches))
    and coalesce(event.source, '') in (select coalesce(source, '') from searches)
union all
select 'item of a session above its cap', count(*)
from every_label anti join labelled using (context_id, item_id)
union all
select 'drawn negative that was already there or not yet listed', (select count(*) from draw) - (select count(*) from drawn);
