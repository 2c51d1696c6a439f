-- title: UCI Online Retail
-- title_zh: UCI Online Retail（英国礼品网店）
-- description: Invoice lines of a UK gift shop: who bought what, when and at which price. No searches, no views.
-- description_zh: 英国一家礼品网店的发票明细：谁在何时以何价买了什么。没有搜索，没有浏览。
-- origin: recorded
-- licence: CC BY 4.0 (UCI Machine Learning Repository; Chen, Sain, Guo 2012)
-- file transactions: transactions.parquet, *.parquet, *.csv
-- alias invoice_no: InvoiceNo, Invoice
-- alias stock_code: StockCode
-- alias description: Description
-- alias quantity: Quantity
-- alias invoice_ts: InvoiceDate
-- alias unit_price: UnitPrice, Price
-- alias customer_id: CustomerID, Customer ID
-- alias country: Country

create temp table wanted_transactions (
    invoice_no varchar not null, stock_code varchar not null, description varchar, quantity integer not null,
    invoice_ts timestamp not null, unit_price double not null, customer_id varchar not null, country varchar
);

-- The clock is the shop's, in Britain. A customer's number may carry the ".0" of a spreadsheet.
create temp table line as
select
    row_id, trim(invoice_no) as invoice_no, trim(stock_code) as stock_code, trim(description) as description,
    try_cast(quantity as integer) as quantity, try_cast(unit_price as double) as unit_price,
    try_cast(invoice_ts as timestamp) at time zone 'Europe/London' at time zone 'UTC' as ts,
    regexp_replace(trim(customer_id), '\.0$', '') as customer_id, country
from raw('transactions');

-- Postage, fees, vouchers, manual corrections and bad debt stand in the same column as products.
create or replace temp view unusable as
with problem as (
    select
        row_id,
        case
            when ts is null then ['invoice_ts', 'unreadable time']
            when unit_price is null then ['unit_price', 'unreadable number']
            when quantity is null then ['quantity', 'unreadable number']
            when invoice_no ilike 'A%' then ['invoice_no', 'bad-debt adjustment']
            when upper(stock_code) in ('POST', 'DOT', 'M', 'C2', 'D', 'S', 'B', 'BANK CHARGES', 'AMAZONFEE', 'CRUK')
                or stock_code ilike 'gift\_%' escape '\'
                then ['stock_code', 'not a product']
            when quantity = 0 then ['quantity', 'impossible quantity']
            when quantity < 0 and invoice_no not ilike 'C%' then ['quantity', 'stock adjustment']
            when is_empty(customer_id) then ['customer_id', 'unknown shopper']
        end as problem
    from line
)
select row_id, problem[1] as "column", problem[2] as reason from problem where problem is not null;

-- One invoice is one visit; a cancelled line is a return.
create or replace temp view staged_events as
select
    row_id, ts, customer_id as user_id, invoice_no as session_id, stock_code as item_id,
    case when invoice_no ilike 'C%' then 'return' else 'purchase' end as action,
    abs(quantity)::integer as quantity, unit_price as price
from line;

-- The title is the most frequent spelling. The price is the first one seen: later ones are in the events, at their time.
create or replace temp view staged_items as
with usable as (
    select * from line anti join rejected using (row_id)
),
spelling as (
    select stock_code, description, count(*) as lines from usable where description <> '' group by all
),
title as (
    select stock_code, arg_max(description, (lines, description)) as title from spelling group by stock_code
),
item as (
    select stock_code, arg_min(unit_price, (ts, row_id)) as price from usable group by stock_code
)
select
    null::bigint as row_id, stock_code as item_id, 'product' as kind, title.title, item.price, 'GBP' as currency,
    'en' as lang
from item
left join title using (stock_code);

create or replace temp view staged_users as
select
    null::bigint as row_id, customer_id as user_id, 'country: ' || arg_min(country, (ts, row_id)) as attributes
from line
anti join rejected using (row_id)
group by customer_id;
