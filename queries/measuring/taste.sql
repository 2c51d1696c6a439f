-- taste: the categories a shopper acted on before the context's moment, as shares. Inputs: numbered_context, item_fact.

create or replace temp table taste as
with context as (
    select numbered.context_no, search.user_id, search.ts
    from searches as search join numbered_context as numbered on search.search_id = numbered.context_id
    where search.user_id is not null and search.ts is not null
),
past as (
    select event.user_id, event.ts, item.category
    from events as event join item_fact as item using (item_id)
    where event.action in ('view', 'click', 'cart', 'purchase') and item.category is not null
),
counted as (
    select context.context_no, past.category, count(*) as actions
    from context join past on context.user_id = past.user_id and past.ts < context.ts
    group by context.context_no, past.category
)
select context_no, category, actions / sum(actions) over (partition by context_no) as share from counted;
