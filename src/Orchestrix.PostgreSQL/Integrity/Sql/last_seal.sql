-- The end of what is sealed, and the end of the log.
select
    (select s.last_position from orchestrix.log_seals s where s.shard = $1 order by s.last_position desc limit 1),
    (select s.hash from orchestrix.log_seals s where s.shard = $1 order by s.last_position desc limit 1),
    (select e.position from orchestrix.events e where e.shard = $1 order by e.position desc limit 1);
