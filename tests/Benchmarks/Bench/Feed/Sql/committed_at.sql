select stream_id, version, recorded_at from orchestrix.events;
