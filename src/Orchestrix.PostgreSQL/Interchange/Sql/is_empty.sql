select not exists (select from orchestrix.events where shard = $1);
