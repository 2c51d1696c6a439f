-- What was imported, oldest first.

select name, origin, licence, path, adapter, rows_read, rows_kept, rows_rejected, loaded_at
from sources
order by loaded_at, name;
