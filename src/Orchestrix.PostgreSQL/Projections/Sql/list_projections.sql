-- The generations of all projections, or of one, with what the log says about their checkpoints.
select
    p.name, p.generation, p.version, p.state, c.position, c.owner, c.failure, h.position as head,
    greatest(extract(epoch from clock_timestamp() - e.recorded_at), 0)::double precision as seconds_behind,
    (select count(*) from orchestrix.parked_streams s where s.subscription = c.subscription) as parked
from orchestrix.projections p
cross join (
    select coalesce((select position from orchestrix.events where shard = $1 order by position desc limit 1), 0)
        as position
) h
left join orchestrix.checkpoints c
    on c.subscription = format('projection:%s@%s', p.name, p.generation) and c.partition = 0
left join orchestrix.events e on e.shard = $1 and e.position = c.position + 1
where p.state <> 'retired' and ($2::text is null or p.name = $2)
order by p.name, p.generation;
