select
    first.version, first.position, first.commit_id, first.commit_size, first.command_fingerprint, first.recorded_at,
    (select max(newest.version) from orchestrix.events newest where newest.shard = $1 and newest.stream_id = $2)
from orchestrix.events first
where orchestrix.commit_key(first.stream_id, first.command_id, first.commit_id)
        = orchestrix.commit_key($2, $3, null)
    and first.commit_index = 0
    -- Written so that no other index fits, as in append_commits.
    and first.shard + 0 = $1
    and first.stream_id || '' = $2
    and first.command_id = $3
limit 1;
