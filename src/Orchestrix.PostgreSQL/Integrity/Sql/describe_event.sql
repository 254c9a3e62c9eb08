select e.stream_id, e.version, e.event_id
from orchestrix.events e
where e.shard = $1 and e.position = $2
limit 1;
