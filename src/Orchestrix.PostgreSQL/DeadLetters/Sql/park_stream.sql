insert into orchestrix.parked_streams (subscription, stream_id, version, dead_letter_id, parked_at)
values ($1, $2, $3, $4, clock_timestamp())
on conflict (subscription, stream_id) do update set
    version = excluded.version, dead_letter_id = excluded.dead_letter_id;
