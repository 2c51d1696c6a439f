-- The number of the newest snapshot: it grows by one with every commit.
select max(snapshot_id) as snapshot_id from ducklake_snapshots('lake');
