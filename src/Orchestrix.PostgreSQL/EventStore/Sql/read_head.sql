select position
from orchestrix.events
where shard = $1
order by position desc
limit 1;
