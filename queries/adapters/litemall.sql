-- title: litemall catalogue
-- title_zh: litemall 商品目录
-- description: A Chinese household catalogue with attributes, categories, brands and customer comments. No behaviour.
-- description_zh: 中文家居商品目录，含属性、分类、品牌与顾客评论。没有行为数据。
-- origin: recorded
-- licence: MIT (linlinjava/litemall); texts from a commercial shop, not to be published
-- file goods: goods.parquet, goods.csv
-- file goods_attributes, optional: goods_attributes.parquet, goods_attributes.csv
-- file categories, optional: categories.parquet, categories.csv
-- file brands, optional: brands.parquet, brands.csv
-- file comments, optional: comments.parquet, comments.csv

create temp table wanted_goods (
    id varchar not null, name varchar not null, category_id varchar, brand_id varchar, keywords varchar, brief varchar,
    counter_price double, retail_price double
);
create temp table wanted_goods_attributes (goods_id varchar not null, attribute varchar not null, value varchar);
create temp table wanted_categories (id varchar not null, name varchar not null, pid varchar);
create temp table wanted_brands (id varchar not null, name varchar not null);
create temp table wanted_comments (id varchar, value_id varchar not null, type varchar not null, content varchar not null);

-- A comment may be about an article (type 1) or left by the shop's own tests (type 2).
create or replace temp view unusable as
select row_id, 'type' as "column", 'comment not about an item' as reason from raw('comments') where type <> '0'
union all
select row_id, 'goods_id', 'orphan: no such item'
from raw('goods_attributes')
where goods_id not in (select id from raw('goods') where id is not null) or goods_id is null
union all
select row_id, 'retail_price', 'unreadable number'
from raw('goods')
where retail_price is not null and try_cast(retail_price as double) is null;

create or replace temp view folded as
select row_id from raw('goods_attributes') where goods_id in (select id from raw('goods'))
union all
select row_id from raw('categories')
union all
select row_id from raw('brands');

-- add_time is one day for all goods, a placeholder: when they were listed is not known.
create or replace temp view staged_items as
with attribute as (
    select
        goods_id,
        string_agg(trim(attribute) || ': ' || regexp_replace(trim(value), '\s+', ' ', 'g'), '; ' order by row_id) as pairs
    from raw('goods_attributes')
    where trim(value) <> ''
    group by goods_id
),
shelf as (
    select leaf.id, concat_ws(' > ', nullif(trim(root.name), ''), trim(leaf.name)) as path
    from raw('categories') as leaf
    left join raw('categories') as root on leaf.pid = root.id
)
select
    goods.row_id, goods.id as item_id, 'product' as kind, trim(goods.name) as title, trim(brand.name) as brand,
    shelf.path as category, nullif(trim(goods.brief), '') as description, attribute.pairs as attributes,
    try_cast(goods.retail_price as double) as price, try_cast(goods.counter_price as double) as list_price,
    'CNY' as currency, 'zh' as lang
from raw('goods') as goods
left join attribute on attribute.goods_id = goods.id
left join raw('brands') as brand on brand.id = goods.brand_id
left join shelf on shelf.id = goods.category_id;

create or replace temp view staged_reviews as
select row_id, id as review_id, value_id as item_id, trim(content) as text, 'zh' as lang
from raw('comments')
where type = '0';
