delete from orchestrix.snapshots where shard = $1;
