-- Snapshots: a disposable cache of folded states, one row for each stream. Deleting them all changes load time and
-- nothing else.

-- Columns of fixed width come first, widest first, so that no row wastes bytes on alignment. A row is rewritten every
-- few hundred events of its stream; the fill factor leaves room to do so in its page, where no index has to follow.
create table orchestrix.snapshots (
    version bigint not null check (version >= 1),
    shape bigint not null,
    checksum bigint not null,
    taken_at timestamptz not null,
    event_id uuid not null,
    schema_version integer not null check (schema_version >= 1),
    shard smallint not null,
    stream_id text collate "C" not null,
    state_name text collate "C" not null,
    -- Opaque to the database: only the program that wrote it reads it, and only after a look at the checksum.
    state bytea not null,
    constraint snapshots_stream primary key (shard, stream_id)
) with (fillfactor = 70);

-- Unlike the log, a cache may be changed and emptied by the application.
grant select, insert, update, delete on orchestrix.snapshots to {application_role};
