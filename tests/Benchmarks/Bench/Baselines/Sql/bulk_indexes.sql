-- The other two indexes of the event log: by stream and version, and by an 8-byte key of the commit.
create index on rows (stream_id, version);
create index on rows (uuid_hash_extended(commit_id, 0));
