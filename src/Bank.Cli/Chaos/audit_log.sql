-- Gaps and doubles, in positions and in versions; each is 0 in a sound log.
select
    (select count(*) from orchestrix.events) - (select coalesce(max(position), 0) from orchestrix.events)
        as position_gaps,
    (select count(*) from (
        select 1 from orchestrix.events group by stream_id having count(*) <> max(version)) s) as streams_with_gaps,
    (select count(*) - count(distinct event_id) from orchestrix.events) as doubled_events
