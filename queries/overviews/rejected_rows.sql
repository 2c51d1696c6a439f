-- Some of the rows rejected for one reason, as they stood in their files.

select file, "row", "column", reason, raw
from rejects
where source = $source and reason = $reason
order by file, "row"
limit $limit;
