-- Reviews beside their items, as a temporary view. Who wrote a review without saying so counts as a shopper of their own.
create or replace temp view review as
with fact as (
    select item_id, any_value(category) as category, any_value(title) as item from items group by item_id
)
select
    review_id, item_id, item, category, coalesce(user_id, 'review:' || review_id) as shopper, ts, rating, lang,
    concat_ws('. ', nullif(trim(reviews.title), ''), nullif(trim(text), '')) as said
from reviews left join fact using (item_id);

-- Bands of mean stars, 1 those liked least.
create or replace temp macro star_band(stars) as
    case when stars < 3 then 1 when stars < 3.5 then 2 when stars < 4 then 3 when stars < 4.5 then 4 else 5 end;
