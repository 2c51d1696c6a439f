-- Words and features that push towards the wrong items. An item is wrong where it stands among the first $k, got no
-- action, and an item that was clicked, put in a cart, bought or judged relevant stands below it in the same slate.
-- harm: Σ contribution over wrong items / their number, so what the driver adds to a wrong item on average; low, high: its
-- normal 95 % interval, linearised and clustered by context. right_mean: the driver's mean on items that are relevant.
with acted_on as (
    select search_id as context_id, item_id
    from events
    where search_id is not null and action in ('click', 'cart', 'purchase')
    union
    select 'session:' || session_id, item_id
    from events
    where search_id is null and session_id is not null and action in ('click', 'cart', 'purchase')
),
judged as (
    select distinct search_text as search, item_id from judgements where grade > 0
),
outcome as (
    select
        explanation_no, context_key, slate_key, rank,
        acted_on.item_id is not null or judged.item_id is not null as relevant
    from chosen_explanation
    left join acted_on using (context_id, item_id)
    left join judged using (search, item_id)
),
slate as (
    select slate_key, max(rank) as lowest_relevant from outcome where relevant group by slate_key
),
told as (
    select
        explanation_no, context_key, relevant, not relevant and rank <= $k and rank < lowest_relevant as wrong
    from outcome join slate using (slate_key)
),
wrong_context as (
    select context_key, count(*) as items from told where wrong group by context_key
),
wrong_total as (
    select
        sum(items) as all_items, sum(items * items) as all_squares, count(*) as all_contexts,
        sqrt(all_contexts / nullif(all_contexts - 1, 0)) / all_items as scale
    from wrong_context
),
summed as (
    select
        driver_key, context_key, count(*) filter (wrong) as wrong_items,
        coalesce(sum(contribution) filter (wrong), 0) as total, count(*) filter (relevant) as right_items,
        sum(contribution) filter (relevant) as right_total
    from chosen_contribution join told using (explanation_no)
    where wrong or relevant
    group by driver_key, context_key
),
of_driver as (
    -- Σ over contexts of (total − items · harm)² needs total² and total · items; without the driver a context's total is 0.
    select
        driver_key, sum(wrong_items)::bigint as wrong_items, count(*) filter (wrong_items > 0) as contexts,
        sum(total) as total, sum(total * total) as tt, sum(total * coalesce(items, 0)) as tn,
        sum(right_total) / nullif(sum(right_items), 0) as right_mean
    from summed left join wrong_context using (context_key)
    group by driver_key
),
measured as (
    select
        *, total / all_items as harm,
        1.95996 * scale * sqrt(greatest(0, tt - 2 * harm * tn + harm * harm * all_squares)) as half
    from of_driver cross join wrong_total
)
select
    part::varchar as part, role, word, harm, harm - half as low, harm + half as high, total / wrong_items as wrong_mean, right_mean,
    wrong_items, all_items::bigint as all_wrong_items, contexts
from measured join chosen_driver using (driver_key)
where open and wrong_items >= $minimum
order by harm desc, word, role
limit $limit;
