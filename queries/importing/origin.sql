-- Where the rows come from: recorded, generated, simulated or several of them. $stated: what the adapter says in general.

select coalesce((select origin from seen_origin), $stated) as origin;
