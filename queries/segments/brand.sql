-- title: Brand of the item
-- title_zh: 商品品牌
-- meaning: The brand of the item shown, as the catalogue has it.
-- meaning_zh: 展示商品在目录中的品牌。
-- key: item
-- known: log
-- order: traffic
-- segment unknown: Not known | 未知
-- absent: unknown
-- missing: Items without a brand count as not known.
-- missing_zh: 没有品牌的商品归入“未知”。

select item_id as key, min(brand) as segment from items where brand is not null group by item_id
