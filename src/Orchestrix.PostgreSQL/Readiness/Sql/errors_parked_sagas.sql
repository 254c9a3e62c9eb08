-- $1: how many may wait.
select
    case when count(*) <= $1 then 'passed' else 'failed' end,
    format('%s sagas are parked, the longest for %s h; the limit is %s', count(*),
        round(coalesce(extract(epoch from clock_timestamp() - min(parked_since)), 0) / 3600, 1), $1)
from orchestrix.sagas
where status = 'parked';
