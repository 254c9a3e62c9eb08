-- Where an event with this digest was when the log was sealed. Looks through all seals: only asked for what was found.
select s.first_position + (position($2 in s.digests) - 1) / 32
from orchestrix.log_seals s
where s.shard = $1 and position($2 in s.digests) % 32 = 1
order by s.last_position
limit 1;
