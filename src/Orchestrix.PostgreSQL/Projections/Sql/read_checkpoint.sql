-- Where the rows of a generation are, and whether the log still has the event that was there.
select c.position, coalesce(c.position = 0 or c.event_id = e.event_id, false) as is_of_log
from orchestrix.checkpoints c
left join orchestrix.events e on e.shard = $2 and e.position = c.position
where c.subscription = $1 and c.partition = 0;
