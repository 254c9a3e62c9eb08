-- What a copy that was restored says of itself; no time where it has no event.
select system_identifier::text, current_database(), pg_is_in_recovery(), current_setting('archive_mode') <> 'off',
    (select recorded_at from orchestrix.events where shard = 0 order by position desc limit 1)
from pg_control_system();
