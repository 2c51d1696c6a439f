-- The one moment that buyers are scored at.
create or replace temp table rfm_moment as select $now::timestamp as moment;
