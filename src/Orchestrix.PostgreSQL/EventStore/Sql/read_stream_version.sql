select coalesce(max(version), 0)
from orchestrix.events
where shard = $1 and stream_id = $2;
