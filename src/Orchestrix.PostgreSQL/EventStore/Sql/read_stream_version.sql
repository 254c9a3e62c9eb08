select coalesce(max(version), 0)
from orchestrix.events
where stream_id = $1;
