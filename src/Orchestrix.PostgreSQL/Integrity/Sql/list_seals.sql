-- Without the digests: who divides the work needs the ranges only.
select s.last_position, s.hash
from orchestrix.log_seals s
where s.shard = $1 and s.last_position > $2 and s.last_position <= $3
order by s.last_position;
