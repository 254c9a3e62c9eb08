-- Before 0003 an append locks the row of its shard first, then reads and writes events. The migration goes through the
-- tables the other way round: it would wait for appends in a circle, and be the one that gives up.
lock table orchestrix.log_shards in access exclusive mode;
