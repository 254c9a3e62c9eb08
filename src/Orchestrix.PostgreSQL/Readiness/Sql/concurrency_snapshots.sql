-- $1: the version from which a snapshot is expected, and how many events may have followed it. Looks at the newest
-- 20,000 events only, whatever the log holds. No grain reads the acts of operators.
with long as (
    select e.stream_id, max(e.version) as version
    from orchestrix.events e
    where e.shard = 0
        and e.position > (select max(position) - 20000 from orchestrix.events where shard = 0)
        and e.version >= $1
        and not starts_with(e.stream_id, 'operator-acts/')
    group by e.stream_id
), bare as (
    select split_part(l.stream_id, '/', 1) as stream_type, count(*) as streams, max(l.version) as version,
        max(l.version - coalesce(s.version, 0)) as behind
    from long l
    left join orchestrix.snapshots s on s.shard = 0 and s.stream_id = l.stream_id
    where coalesce(s.version, 0) <= l.version - $1
    group by 1
)
select
    case when count(*) = 0 then 'passed' else 'failed' end,
    coalesce(
        string_agg(format('%s streams of type %s have no snapshot of their last %s events, the longest has %s events, '
            'of which %s would be replayed', streams, stream_type, $1, version, behind), '; ' order by stream_type),
        format('all of the %s busy streams from version %s on have one', (select count(*) from long), $1))
from bare;
