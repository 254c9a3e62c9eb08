-- Commands that were acknowledged and are not in the log.
select c.stream_id, c.command_id
from unnest($1::text[], $2::text[]) as c(stream_id, command_id)
where not exists (
    select from orchestrix.events e where e.stream_id = c.stream_id and e.command_id = c.command_id);
