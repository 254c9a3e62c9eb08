select last_position
from orchestrix.log_shards
where shard = $1;
