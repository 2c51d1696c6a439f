-- What a mapping file says beside the columns, as variables that importing/mapped.sql reads. By role: clocks (iso,
-- epoch s, epoch ms, epoch us or a strptime format), zones, decimals (. or ,), one_per_id. For all: where positions
-- start, words for actions and labels for grades (lower case, with what each means in the same place of the other list).

set variable clocks = $clocks;
set variable zones = $zones;
set variable decimals = $decimals;
set variable one_per_id = $one_per_id;
set variable positions_from = $positions_from;
set variable words = $words::varchar[];
set variable actions = $actions::varchar[];
set variable labels = $labels::varchar[];
set variable grades = $grades::double[];
