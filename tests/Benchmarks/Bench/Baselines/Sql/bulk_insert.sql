insert into rows (version, recorded_at, event_id, commit_id, stream_id, event_type, data)
select r.version, now(), r.event_id, r.commit_id, r.stream_id, r.event_type, r.data
from unnest($1, $2, $3, $4, $5, $6) as r(version, event_id, commit_id, stream_id, event_type, data);
