-- Keeps the rows of made_background; a background that is there already stays as it is.
insert into backgrounds by name
select made.*
from made_background as made
where made.background_id not in (select background_id from backgrounds);
