-- An event in a shard that has no log. Triggers refuse changes, and only privileges refuse this.
insert into orchestrix.events (
    position, version, recorded_at, event_id, commit_id, shard, schema_version, commit_index, commit_size, stream_id,
    event_type, data)
values (1, 1, now(), gen_random_uuid(), gen_random_uuid(), 1, 1, 0, 1, 'account/stray', 'account.opened', '{}');
