-- Checkpoints behind which the log has no event.
select count(*) from orchestrix.checkpoints c
where c.position > (select coalesce(max(e.position), 0) from orchestrix.events e where e.shard = 0);
