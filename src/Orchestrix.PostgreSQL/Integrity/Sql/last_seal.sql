-- The end of what is sealed, the end of the log, and since how many seconds the first event behind the seals is there.
select
    seal.last_position,
    seal.hash,
    (select e.position from orchestrix.events e where e.shard = $1 order by e.position desc limit 1),
    (
        select extract(epoch from clock_timestamp() - e.recorded_at)::double precision
        from orchestrix.events e
        where e.shard = $1 and e.position > coalesce(seal.last_position, 0)
        order by e.position
        limit 1
    )
from (select $1 as shard) as one
left join lateral (
    select s.last_position, s.hash
    from orchestrix.log_seals s
    where s.shard = one.shard
    order by s.last_position desc
    limit 1
) as seal on true;
