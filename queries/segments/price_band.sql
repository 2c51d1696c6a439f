-- title: Price band of the item
-- title_zh: 商品价格带
-- meaning: Thirds of the catalogue prices within a category and currency.
-- meaning_zh: 同一类目、同一币种内按目录价三等分。
-- key: item
-- known: log
-- order: listed
-- segment low: Low third | 低价位
-- segment middle: Middle third | 中价位
-- segment high: High third | 高价位
-- segment unknown: Not known | 未知
-- absent: unknown
-- missing: Items without a price count as not known.
-- missing_zh: 没有价格的商品归入“未知”。

with priced as (
    select distinct on (item_id) item_id, price, category, currency
    from items
    where price is not null
    order by item_id, source
),
place as (
    select
        item_id,
        (rank() over shelf - 1 + count(*) over (shelf range between current row and current row) / 2)
            / count(*) over (partition by category, currency) as place
    from priced
    window shelf as (partition by category, currency order by price)
)
select item_id as key, case when place <= 1 / 3 then 'low' when place <= 2 / 3 then 'middle' else 'high' end as segment
from place
