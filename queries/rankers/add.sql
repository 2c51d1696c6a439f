-- Registers a ranker that lies in the workspace's folder `rankers/<name>`. The newest one of a name is the current one.
insert into rankers by name
select
    $ranker_id as ranker_id,
    $name as name,
    $folder as folder,
    $card as card,
    cast($trained_at as timestamp) as trained_at,
    cast(now() as timestamp) as added_at
where not exists (select 1 from rankers where ranker_id = $ranker_id and name = $name);
