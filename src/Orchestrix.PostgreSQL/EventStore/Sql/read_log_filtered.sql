-- What a filter wants of the next part of the log, and where that part ends. The end is found first: the head of the
-- log in this statement's snapshot, or the end of the window. Positions are gapless, so a window of positions bounds
-- the work. An empty log ends at 0: `least` would pass over a null. A part that holds nothing of the filter comes back
-- as one row of nulls and its end.
select
    e.version, e.position, e.event_type, e.schema_version, e.data, e.event_id, e.commit_id, e.commit_index,
    e.commit_size, e.command_id, e.correlation_id, e.causation_id, e.trace_parent, e.actor, e.tenant, e.recorded_at,
    e.stream_id, part.bound
from (
    select least($2 + $4, coalesce((
        select position from orchestrix.events where shard = $1 order by position desc limit 1), 0)) as bound
) part
left join lateral (
    select *
    from orchestrix.events
    where shard = $1 and position > $2 and position <= part.bound
        and ($5::text[] is null or event_type = any($5))
        and ($6::text is null or starts_with(stream_id, $6))
        and ($9::text is null or starts_with(substr(stream_id, strpos(stream_id, '/') + 1), $9))
        and ($8 = 1 or orchestrix.stream_partition(stream_id, $8) = $7)
    order by position
    limit $3
) e on true
order by e.position;
