select
    first.version, first.position, first.commit_id, first.commit_size, first.command_fingerprint, first.recorded_at,
    (
        select newest.version
        from orchestrix.events newest
        where newest.stream_id = $1
        order by newest.version desc
        limit 1)
from orchestrix.events first
where orchestrix.command_key(first.stream_id, first.command_id, first.commit_id)
        = orchestrix.command_key($1, $2, null)
    and first.commit_index = 0
    -- Written so that no other index fits, as in append_commits.
    and first.stream_id || '' = $1
    and first.command_id = $2
limit 1;
