-- The definitions that are measured already, on just this data.

select distinct version from measurements where ranker_id = $ranker_id and data_id = $data_id;
