-- The unsettled letters of those sagas among the given ones that were parked and have gone on. Runs before their rows
-- change.
update orchestrix.dead_letters d
set state = 'replayed', updated_at = clock_timestamp()
from orchestrix.sagas s
where s.stream_id = any ($1) and s.status = 'parked'
    and d.kind = 'saga' and d.source = s.saga_type and d.item = s.stream_id
    and d.state in ('open', 'replay_requested');
