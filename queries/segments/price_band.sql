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

select item_id as key, price_band(place) as segment from price_place
