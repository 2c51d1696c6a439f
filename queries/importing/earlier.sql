-- The source that holds this very content already, if any, and whether a source of this name has been imported before.

select
    min(name) filter (where fingerprint = $fingerprint) as same_content,
    min(origin) filter (where fingerprint = $fingerprint) as origin,
    coalesce(bool_or(name = $source_name), false) as known_name
from sources;
