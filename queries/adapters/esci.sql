-- title: ESCI shopping queries
-- title_zh: ESCI 购物搜索相关性数据
-- description: Human judgements of how well a product fits a shopping search, with product texts where they are given.
-- description_zh: 人工标注的购物搜索与商品的相关程度；如有商品文本则一并读入。
-- origin: recorded
-- licence: Apache-2.0 (amazon-science/esci-data; Reddy et al. 2022, arXiv:2206.06588)
-- file judgements, optional: judgements.parquet, judgments.parquet, judgements.csv
-- file examples, optional: shopping_queries_dataset_examples.parquet, labelled_rows*.parquet, examples*.parquet, examples*.csv
-- file products, optional: shopping_queries_dataset_products.parquet, products*.parquet, products*.csv
-- alias title: product_title
-- alias description: product_description
-- alias bullets: product_bullet_point
-- alias brand: product_brand
-- alias color: product_color
-- alias locale: product_locale

create temp table wanted_judgements (query varchar not null, asin varchar not null, rating double not null);
create temp table wanted_examples (
    query varchar not null, product_id varchar not null, locale varchar, esci_label varchar not null
);
create temp table wanted_products (
    product_id varchar not null, title varchar not null, description varchar, bullets varchar, brand varchar,
    color varchar, locale varchar
);

-- A product id means one text per locale; outside the United States the locale is part of the id.
create temp macro id_of(product_id, locale) as
if(coalesce(nullif(locale, ''), 'us') = 'us', product_id, product_id || ':' || locale);

-- The gains of the paper: Exact 1, Substitute 0.1, Complement 0.01, Irrelevant 0.
create temp view example as
select
    row_id, query, id_of(product_id, locale) as item_id, esci_label,
    case upper(esci_label)
        when 'E' then 1.0
        when 'EXACT' then 1.0
        when 'S' then 0.1
        when 'SUBSTITUTE' then 0.1
        when 'C' then 0.01
        when 'COMPLEMENT' then 0.01
        when 'I' then 0.0
        when 'IRRELEVANT' then 0.0
    end as grade
from raw('examples');

create or replace temp view unusable as
select row_id, 'esci_label' as "column", 'unknown label' as reason from example where grade is null
union all
select row_id, 'rating', 'unreadable number' from raw('judgements') where try_cast(rating as double) is null;

-- The shorter list states a hundred times the gain.
create or replace temp view staged_judgements as
select
    row_id, trim(query) as search_text, asin as item_id, try_cast(rating as double) / 100 as grade, 1.0 as scale_max,
    'ESCI gain' as scale
from raw('judgements')
union all by name
select row_id, trim(query) as search_text, item_id, grade::double as grade, 1.0 as scale_max, 'ESCI gain' as scale
from example;

create or replace temp view staged_items as
select
    row_id, id_of(product_id, locale) as item_id, 'product' as kind, title, nullif(brand, '') as brand,
    concat_ws(chr(10), nullif(description, ''), nullif(bullets, '')) as description,
    'color: ' || nullif(color, '') as attributes,
    case coalesce(locale, 'us') when 'jp' then 'ja' when 'es' then 'es' else 'en' end as lang
from raw('products');
