select s.hash from orchestrix.log_seals s where s.shard = $1 and s.last_position = $2;
