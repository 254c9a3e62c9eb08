-- The last seal that ends at a position or before it.
select s.last_position, s.hash
from orchestrix.log_seals s
where s.shard = $1 and s.last_position <= $2
order by s.last_position desc
limit 1;
