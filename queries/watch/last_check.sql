-- What was found last. current: whether the data are those it was found in.
select * exclude (data_id), data_id = $data_id as current from check_findings order by place;
