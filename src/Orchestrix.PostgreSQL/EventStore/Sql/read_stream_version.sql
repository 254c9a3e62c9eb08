-- Not max(version): in a small table that is planned as a walk over the whole stream, and plans are kept.
select version
from orchestrix.events
where stream_id = $1
order by version desc
limit 1;
