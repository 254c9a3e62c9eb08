delete from orchestrix.events where shard = 0 and position = 0;
