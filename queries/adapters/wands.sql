-- title: WANDS
-- title_zh: WANDS 家居搜索相关性数据
-- description: Real searches of a furniture shop, with its products and human judgements where those files are given.
-- description_zh: 某家具网店的真实搜索；如有商品与人工标注文件则一并读入。
-- origin: recorded
-- licence: MIT (wayfair/WANDS; Chen et al., ECIR 2022)
-- file queries: query.csv, queries.parquet, query.parquet, query*.csv
-- file products, optional: product.csv, product.parquet, products.parquet
-- file labels, optional: label.csv, label.parquet, labels.parquet

create temp table wanted_queries (query_id varchar not null, query varchar not null, query_class varchar);
create temp table wanted_products (
    product_id varchar not null, product_name varchar not null, product_class varchar, "category hierarchy" varchar,
    product_description varchar, product_features varchar
);
create temp table wanted_labels (query_id varchar not null, product_id varchar not null, label varchar not null);

create temp view judged as
select
    label.row_id, query.query, label.query_id, label.product_id,
    case lower(trim(label.label)) when 'exact' then 1.0 when 'partial' then 0.5 when 'irrelevant' then 0.0 end as grade
from raw('labels') as label
left join raw('queries') as query using (query_id);

create or replace temp view unusable as
select row_id, 'query_id' as "column", 'orphan: no such search' as reason from judged where query is null
union all
select row_id, 'label', 'unknown label' from judged where grade is null;

-- Searches without a clock or a shopper: texts to judge and to practise by.
create or replace temp view staged_searches as
select row_id, query_id as search_id, trim(query) as text, 'en' as lang, 'search' as surface from raw('queries');

create or replace temp view staged_items as
select
    row_id, product_id as item_id, 'product' as kind, product_name as title,
    coalesce("category hierarchy", product_class) as category, product_description as description,
    -- "name:value|name:value", kept as "name: value; name: value"
    array_to_string([trim(f) for f in string_split(product_features, '|') if trim(f) <> ''], '; ') as attributes,
    'en' as lang
from raw('products');

-- The labels are Exact, Partial and Irrelevant; half a point for Partial.
create or replace temp view staged_judgements as
select
    row_id, trim(query) as search_text, product_id as item_id, grade::double as grade, 1.0 as scale_max,
    'WANDS label' as scale
from judged;
