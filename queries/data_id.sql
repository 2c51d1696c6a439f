-- What data the workspace holds: the same files give the same id, wherever and whenever they were imported.
select md5(coalesce(string_agg(name || ':' || fingerprint, ',' order by name, fingerprint), '')) as data_id
from (select distinct name, fingerprint from sources);
