-- What waited in a table that is gone waits no more, and its letters are settled.
with gone as (
    delete from orchestrix.parked_streams where subscription = $1 returning dead_letter_id
)
update orchestrix.dead_letters d
set state = 'replayed', updated_at = clock_timestamp()
from gone g
where d.dead_letter_id = g.dead_letter_id and d.state in ('open', 'replay_requested');
