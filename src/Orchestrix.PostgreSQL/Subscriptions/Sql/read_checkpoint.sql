-- The row of a partition and what the log says about it.
select
    c.position, c.event_id,
    coalesce((select position from orchestrix.events where shard = $1 order by position desc limit 1), 0) as head,
    (select e.event_id from orchestrix.events e where e.shard = $1 and e.position = c.position) as event_there,
    (select max(o.partitions) from orchestrix.checkpoints o where o.subscription = $2 and o.partitions <> $4)
        as other_partitions
from orchestrix.checkpoints c
where c.subscription = $2 and c.partition = $3;
