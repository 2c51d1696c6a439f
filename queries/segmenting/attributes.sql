-- The attributes of shoppers (`name: value; …`) that tell them apart: 2 to 20 values, said of half of the shoppers.

with alike as (
    select attributes, count(distinct user_id) as users from users group by attributes
),
entry as (
    select users, string_split(unnest(string_split(attributes, ';')), ':') as entry from alike
),
said as (
    select users, lower(trim(entry[1])) as attribute, trim(entry[2]) as value from entry where len(entry) = 2
)
select attribute
from said
where attribute <> '' and value <> ''
group by attribute
having count(distinct value) between 2 and 20 and 2 * sum(users) >= (select count(*) from users)
order by attribute;
