-- $1: how many may wait.
select
    case when count(*) <= $1 then 'passed' else 'failed' end,
    format('%s dead letters wait for a decision, the oldest for %s h; the limit is %s', count(*),
        round(coalesce(extract(epoch from clock_timestamp() - min(first_failed_at)), 0) / 3600, 1), $1)
from orchestrix.dead_letters
where state in ('open', 'replay_requested');
