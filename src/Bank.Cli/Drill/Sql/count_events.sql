select count(*), coalesce(max(e.position), 0) from orchestrix.events e where e.shard = 0;
