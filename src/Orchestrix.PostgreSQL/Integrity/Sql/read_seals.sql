select s.first_position, s.last_position, s.hash, s.digests
from orchestrix.log_seals s
where s.shard = $1 and s.last_position > $2 and s.last_position <= $3
order by s.last_position;
