-- item_fact: every item of the catalogue with what exposure and diversity are told by; item_no is null where it was
-- never ranked. Price bands are fifths of the items of one currency, 1 the cheapest. Attributes are `name: value; …`.
-- Input: numbered_item (item_no, item_id).

create or replace temp table item_fact as
with item as (
    select distinct on (item_id) * from items order by item_id, source
),
banded as (
    select item_id, ntile(5) over (partition by currency order by price, item_id) as price_band
    from item
    where price is not null
)
select
    numbered.item_no, item.item_id, coalesce(item.platform, '') as platform, item.category, item.brand, item.currency,
    item.price, banded.price_band,
    nullif(trim(regexp_extract(item.attributes, '(?:^|; )(?:seller|卖家): *([^;]+)', 1)), '') as seller,
    try_cast(regexp_extract(item.attributes, '(?:^|; )(?:cost|成本): *([0-9.]+)', 1) as double) as cost,
    list_distinct([trim(pair) for pair in string_split(item.attributes, ';') if trim(pair) <> '']) as attributes
from item
left join numbered_item as numbered using (item_id)
left join banded using (item_id);
