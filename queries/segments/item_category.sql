-- title: Category of the item
-- title_zh: 商品类目
-- meaning: The category of the item shown, as the catalogue has it.
-- meaning_zh: 展示商品在目录中的类目。
-- key: item
-- known: log
-- order: traffic
-- segment unknown: Not known | 未知
-- absent: unknown
-- missing: Items without a category count as not known.
-- missing_zh: 没有类目的商品归入“未知”。

select item_id as key, min(category) as segment from items where category is not null group by item_id
