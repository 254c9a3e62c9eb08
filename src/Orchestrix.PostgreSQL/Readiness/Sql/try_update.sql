update orchestrix.events set actor = actor where shard = 0 and position = 1;
