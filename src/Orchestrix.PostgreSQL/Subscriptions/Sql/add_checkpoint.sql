-- Makes the row of a partition that has none: at the end of the log for a start of -1.
insert into orchestrix.checkpoints (
    position, epoch, updated_at, event_id, partition, partitions, subscription, owner)
select start.position, $7, clock_timestamp(), e.event_id, $3, $4, $2, $5
from (
    select case when $6 >= 0 then $6 else coalesce((
        select position from orchestrix.events where shard = $1 order by position desc limit 1), 0) end as position
) start
left join orchestrix.events e on e.shard = $1 and e.position = start.position
on conflict do nothing;
