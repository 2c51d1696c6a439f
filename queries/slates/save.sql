-- Keep the slates of a ranker for some contexts, in place of those it had for them. Input: new_slate.

delete from slates
where ranker_id = $ranker_id and context_id in (select context_id from new_slate);

insert into slates (ranker_id, context_id, item_id, rank, score, probability, candidates, target)
select
    $ranker_id, context_id, item_id,
    row_number() over (partition by context_id order by score desc, item_id), score, probability,
    coalesce(candidates, count(*) over (partition by context_id)), $target
from new_slate
order by all;
