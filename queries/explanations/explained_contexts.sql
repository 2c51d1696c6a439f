-- The contexts of a run with as many items explained as the deepest of its slates has, at most $k.
with explained_context as (
    select context_id, count(*) as items from explanations where run = $run group by context_id
)

select context_id from explained_context
where items >= least($k, (select max(items) from explained_context));
